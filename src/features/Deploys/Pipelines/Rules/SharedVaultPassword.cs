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
        foreach (var job in opening.Where(static job => job.Find("variables")?.Map?.Any(static entry => Vault().IsMatch(entry.Key) && entry.Value.Text?.StartsWith('/') == true) ?? false).Skip(1))
        {
            if (environments > 1) yield return At(job, $"`{job.Name}` opens its secrets with the same file as another environment", "one password for each environment: ANSIBLE_VAULT_IDENTITY_LIST: NAME@$FILE");
        }
    }

    [GeneratedRegex(@"^ANSIBLE_VAULT_(PASSWORD(_FILE)?)$|^VAULT_PASS", RegexOptions.IgnoreCase)]
    private static partial Regex Vault();
}
