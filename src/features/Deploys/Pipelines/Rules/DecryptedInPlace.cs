using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Secrets that are decrypted where they lie.</summary>
internal sealed partial class DecryptedInPlace : PipelineRule
{
    public override int Number => 7;

    public override string Name => "decrypted-in-place";

    public override string Why => "when anything fails afterwards the plaintext stays in the runner's checkout; and Ansible reads vaulted files as they are";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines().Where(static line => Decrypting().IsMatch(line.Text) && !Elsewhere().IsMatch(line.Text)))
        {
            yield return At(line, "this leaves secrets in plaintext in the checkout", "delete the line: ANSIBLE_VAULT_PASSWORD_FILE is all that Ansible needs to read them");
        }
    }

    [GeneratedRegex(@"\b(ansible-vault|racklight\s+secret)\s+decrypt\b")]
    private static partial Regex Decrypting();

    [GeneratedRegex(@"--output[\s=]-(\s|$)")]
    private static partial Regex Elsewhere();
}
