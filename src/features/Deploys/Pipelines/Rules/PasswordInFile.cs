using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A secret echoed into a file.</summary>
internal sealed partial class PasswordInFile : PipelineRule
{
    public override int Number => 6;

    public override string Name => "password-in-file";

    public override string Why => "by the usual umask everybody on the machine can read the file, and a traced job prints the line with the secret in it";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines())
        {
            if (Written().Match(line.Text) is not { Success: true } found) continue;
            yield return At(line, $"`{found.Groups[1].Value}` is written to a file", $"make {found.Groups[1].Value} a variable of type file: its value is then the path, which ANSIBLE_VAULT_PASSWORD_FILE takes as it is");
        }
    }

    [GeneratedRegex(@"\b(?:echo|printf)\b[^|;&]*\$\{?!?([A-Za-z0-9_]*(?:PASS|SECRET|TOKEN|VAULT|PRIVATE|CREDENTIAL)[A-Za-z0-9_]*)[^|;&]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Written();
}
