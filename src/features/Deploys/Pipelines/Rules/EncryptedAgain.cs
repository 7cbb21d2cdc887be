using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Secrets that are encrypted again in a job.</summary>
internal sealed partial class EncryptedAgain : PipelineRule
{
    public override int Number => 8;

    public override string Name => "encrypted-again";

    public override string Why => "every encryption has a new salt: the tree is dirty afterwards, and a job that failed before this line leaves plaintext";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines().Where(static line => Encrypting().IsMatch(line.Text)))
        {
            yield return At(line, "a job has nothing to encrypt", "delete the line; `racklight secret edit` and `merge` keep what did not change byte for byte");
        }
    }

    [GeneratedRegex(@"\b(ansible-vault|racklight\s+secret)\b[^|;&]*\s(encrypt|rekey)\b")]
    private static partial Regex Encrypting();
}
