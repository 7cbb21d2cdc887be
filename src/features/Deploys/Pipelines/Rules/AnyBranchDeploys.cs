using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Pipelines.Reading.GitHub;
using Racklight.Deploys.Reading;

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
                if (!GitHubEvents.Bound(job)) yield return At(job.On ?? job.Written, $"nothing binds `{job.Name}` to a protected branch", "if: github.ref == 'refs/heads/main', an environment with main as its only deployment branch, and secrets of that environment");
            }
            else if (!Bound(job, pipeline))
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

    /// <summary>True when each rule that lets the job run names the branch, or one before it stops all others, or the workflow has no other pipelines.</summary>
    private static bool Bound(CiJob job, CiPipeline pipeline) => All(job.Find("rules")) || All(pipeline.Root?["workflow"]?["rules"]);

    private static bool All(PlacedNode? rules)
    {
        var allowed = 0;
        foreach (var rule in rules?.Items ?? [])
        {
            var condition = rule["if"]?.Text ?? "";
            if (rule["when"]?.Text == "never")
            {
                if (OtherBranch().IsMatch(condition)) return true;
                continue;
            }
            if (!Protected().IsMatch(condition)) return false;
            allowed++;
        }
        return allowed > 0;
    }

    [GeneratedRegex(@"\$CI_COMMIT_(BRANCH|REF_NAME)\s*!=\s*(\$CI_DEFAULT_BRANCH|""[\w./-]+""|'[\w./-]+')|\$CI_COMMIT_REF_PROTECTED\s*!=\s*""true""")]
    private static partial Regex OtherBranch();

    [GeneratedRegex(@"\$CI_COMMIT_(BRANCH|REF_NAME)\s*==\s*(\$CI_DEFAULT_BRANCH|""[\w./-]+""|'[\w./-]+')|\$CI_DEFAULT_BRANCH\s*==\s*\$CI_COMMIT_BRANCH|\$CI_COMMIT_REF_PROTECTED\s*==\s*""true""")]
    private static partial Regex Protected();

    [GeneratedRegex(@"(PASS(WORD|WD|PHRASE)?|(^|_)PW|SECRET|TOKEN|(PRIVATE|SSH|ACCESS|API|DEPLOY)_?KEY|CREDENTIAL)S?$", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
