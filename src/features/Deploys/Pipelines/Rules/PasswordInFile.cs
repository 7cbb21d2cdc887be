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
            var name = (found.Groups[1].Success ? found.Groups[1] : found.Groups[2]).Value;
            yield return At(line, $"`{name}` is written to a file", $"make {name} a variable of type file: its value is then the path, which ANSIBLE_VAULT_PASSWORD_FILE takes as it is", "env: { KEY: \"${{ secrets.NAME }}\" }, then umask 077; printenv KEY > \"$RUNNER_TEMP/private/key\", and rm -rf of that directory in a step with if: always()");
        }
    }

    [GeneratedRegex(@"\b(?:echo|printf)\b[^|;&]*(?:\$\{\{\s*(secrets\.\w+)\s*\}\}|\$\{?!?(\w*(?:PASS|SECRET|TOKEN|VAULT|PRIVATE|CREDENTIAL)\w*))[^|;&]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Written();
}
