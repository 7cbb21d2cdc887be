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
        foreach (var line in pipeline.Lines().Where(static line => Decrypting().IsMatch(line.Text) && (!Elsewhere().IsMatch(line.Text) || Kept().IsMatch(line.Text))).Concat(pipeline.Lines().Where(static line => Shown().IsMatch(line.Text))))
        {
            yield return At(line, "this leaves secrets in plaintext in the checkout", "delete the line: ANSIBLE_VAULT_PASSWORD_FILE is all that Ansible needs to read them");
        }
    }

    [GeneratedRegex(@"\b(ansible-vault|racklight\s+secret)\b[^|;&]*\sdecrypt\b")]
    private static partial Regex Decrypting();

    // To standard output, and from there into a file all the same.
    [GeneratedRegex(@"\bdecrypt\b[^|;&]*[^-=2&]>\s*(?!/dev/null|&)")]
    private static partial Regex Kept();

    [GeneratedRegex(@"\b(ansible-vault|racklight\s+secret)\b[^|;&]*\sview\b[^;&]*([^-=2&]>\s*(?!/dev/null|&|\()|\|\s*(sudo\s+)?tee\b)")]
    private static partial Regex Shown();

    [GeneratedRegex(@"--output[\s=]-(\s|$)")]
    private static partial Regex Elsewhere();
}
