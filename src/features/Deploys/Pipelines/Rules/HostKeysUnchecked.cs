using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>ssh that trusts whoever answers.</summary>
internal sealed partial class HostKeysUnchecked : PipelineRule
{
    public override int Number => 4;

    public override string Name => "host-keys-unchecked";

    public override string Why => "whoever answers at the address of a node is given root's commands and the secrets in them";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var line in pipeline.Lines().Where(static line => Unchecked().IsMatch(line.Text))) yield return At(line, Said, Instead, OnGitHub);
        foreach (var job in pipeline.Jobs)
        {
            foreach (var fault in OfVariables(job.Find("variables"))) yield return fault;
        }
        foreach (var fault in OfVariables(pipeline.Root?["variables"])) yield return fault;
    }

    private static IEnumerable<PipelineFault> OfVariables(PlacedNode? variables)
    {
        foreach (var (name, said) in variables?.Map ?? new Dictionary<string, PlacedNode>())
        {
            if ((said["value"] ?? said) is not { Text: { } text } value) continue;
            if (name == "ANSIBLE_HOST_KEY_CHECKING" ? No().IsMatch(text) : Unchecked().IsMatch(text)) yield return At(value, Said, Instead, OnGitHub);
        }
    }

    private const string Said = "host keys are not checked";
    private const string Instead = "a known_hosts in a variable of type file: ANSIBLE_SSH_COMMON_ARGS=\"-o UserKnownHostsFile=$DEPLOY_KNOWN_HOSTS -o StrictHostKeyChecking=yes\"";

    private const string OnGitHub = "a known_hosts out of a secret, in a private file: ANSIBLE_SSH_COMMON_ARGS=\"-o UserKnownHostsFile=$RUNNER_TEMP/private/known-hosts -o StrictHostKeyChecking=yes\"";

    [GeneratedRegex(@"StrictHostKeyChecking[\s=]+(no|off|accept-new)|UserKnownHostsFile[\s=]+/dev/null|ANSIBLE_HOST_KEY_CHECKING=[""']?(0|no|false|off)\b|host_key_checking\s*=\s*(0|no|false|off)\b|ssh-keyscan\b.*(>|\|\s*(sudo\s+)?tee\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Unchecked();

    [GeneratedRegex(@"^(0|no|false|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex No();
}
