using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Pipelines.Reading.GitHub;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A deploy that is not bound to the protected branch and to a runner, or secrets in the file.</summary>
internal sealed partial class AnyBranchDeploys : PipelineRule
{
    public override int Number => 13;

    public override string Name => "any-branch-deploys";

    public override string Why => "whoever can push a branch can print the secrets, or change the pipeline and run it as root on the deployment host";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            if (job.Find("tags") is null) yield return At(job, $"any runner may take `{job.Name}`", "tags: [RUNNER], of a runner that is protected and locked to this project", "runs-on: [self-hosted, RUNNER], of a runner group that only this workflow may use");
            if (pipeline.Server == CiServer.GitHub)
            {
                if (!GitHubEvents.Bound(job)) yield return At(job.On ?? job.Written, $"nothing binds `{job.Name}` to a protected branch", "", "if: github.ref == 'refs/heads/main', an environment with main as its only deployment branch, and secrets of that environment");
            }
            else if (!job.Conditions().Any(static condition => Protected().IsMatch(condition)))
            {
                var where = job.Find("only") ?? job.Find("rules");
                var message = $"nothing binds `{job.Name}` to a protected branch";
                const string instead = "rules: [{ if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH, when: manual }], and variables that are protected and of one environment";
                yield return where is null ? At(job, message, instead) : At(where, message, instead);
            }
        }
        foreach (var variables in pipeline.Jobs.Select(static job => job.Find("variables")).Prepend(pipeline.Root?["variables"]).Where(static node => node?.Map is not null).DistinctBy(static node => (node!.File.Path, node.Mark)))
        {
            foreach (var (name, value) in variables!.Map!.Where(static entry => Secret().IsMatch(entry.Key)))
            {
                var text = (value["value"] ?? value).Text;
                if (text is { Length: > 0 } && !text.Contains('$') && !text.StartsWith('/')) yield return At(value, $"the value of `{name}` lies open in the repository", "a variable in the project's settings: protected, of one environment, of type file", "a secret of the environment: ${{ secrets.NAME }}");
            }
        }
    }

    [GeneratedRegex(@"\$CI_DEFAULT_BRANCH|\$CI_COMMIT_REF_PROTECTED\s*==\s*""true""")]
    private static partial Regex Protected();

    [GeneratedRegex(@"(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_KEY|SSH_KEY|CREDENTIAL)S?$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
