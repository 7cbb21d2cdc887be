using Racklight.Deploys.Reading;
using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>One vault password for everything.</summary>
internal sealed partial class SharedVaultPassword : PipelineRule
{
    public override int Number => 21;

    public override string Name => "shared-vault-password";

    public override string Why => "the password of the smallest environment opens the largest, and changing it means changing all at once";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var (name, value) in pipeline.Root?["variables"]?.Map ?? new Dictionary<string, PlacedNode>())
        {
            if (Vault().IsMatch(name)) yield return At(value, $"`{name}` is set for every job of every environment, and for those of merge requests", "a variable of type file in the project's settings, with one value for each environment; or --vault-id NAME@FILE", "a secret of each environment, in env: of the one step that needs it");
        }
        var opening = pipeline.Deploys.Where(static job => job.Find("environment") is not null).ToList();
        var environments = opening.Select(static job => (job.Find("environment")!["name"] ?? job.Find("environment")!).Text).Distinct().Count();
        if (environments < 2) yield break;
        foreach (var shared in opening.SelectMany(static job => Files(job).Distinct(StringComparer.Ordinal).Select(file => (job, file))).GroupBy(static one => one.file, StringComparer.Ordinal))
        {
            foreach (var (job, _) in shared.Skip(1)) yield return At(job, $"`{job.Name}` opens its secrets with the same file as another environment", "one password for each environment: ANSIBLE_VAULT_IDENTITY_LIST: NAME@$FILE");
        }
    }

    /// <summary>The files with the vault's password that a job names by a fixed path: one of the machine, whatever the environment.</summary>
    private static IEnumerable<string> Files(CiJob job)
    {
        foreach (var (name, value) in job.Find("variables")?.Map ?? new Dictionary<string, PlacedNode>())
        {
            if (Vault().IsMatch(name) && value.Text is { Length: > 0 } text && text[0] is '/' or '~') yield return value.Text!;
        }
        foreach (var line in job.Script)
        {
            if (Named().Match(line.Text) is { Success: true } file) yield return file.Groups[1].Value;
        }
    }

    [GeneratedRegex(@"(?:--vault-password-file[\s=]+|--vault-pass-file[\s=]+|ANSIBLE_VAULT_PASSWORD_FILE=)[""']?([/~][^\s$""';|&]+)(?![^\s]*\$)")]
    private static partial Regex Named();

    [GeneratedRegex(@"^(\w+_)?VAULT_(PASS\w*|PW|KEY)$", RegexOptions.IgnoreCase)]
    private static partial Regex Vault();
}
