using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Deploys without environment and lock.</summary>
internal sealed partial class NoLock : PipelineRule
{
    public override int Number => 11;

    public override string Name => "no-deploy-lock";

    public override string Why => "two pipelines can deploy to one cloud at once, and an older one after a newer";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Deploys)
        {
            var group = job.Find("resource_group");
            if (group is null) yield return At(job, $"two runs of `{job.Name}` can be at work at once", Instead, OnGitHub);
            else if (group.Text is { } text && OfOneRun().IsMatch(text)) yield return At(group, $"the lock of `{job.Name}` is another one for every run: two can be at work at once", Instead, OnGitHub);
            if (job.Find("environment") is null) yield return At(job, $"`{job.Name}` names no environment: nothing can be protected, approved or shown as deployed", "environment: { name: NAME, deployment_tier: production }", "environment: NAME, with required reviewers in the repository's settings");
        }
    }
    private const string Instead = "resource_group: NAME, one for each cloud (and its process mode oldest_first, set once through GitLab's API)";
    private const string OnGitHub = "concurrency: { group: NAME, cancel-in-progress: false, queue: max }, one group for each cloud";

    [GeneratedRegex(@"\$\{?CI_(PIPELINE_I?ID|JOB_ID|COMMIT_(SHORT_)?SHA|CONCURRENT_ID)\b|\bgithub\.(run_id|run_number|sha)\b(?![^}]*\|\|)")]
    private static partial Regex OfOneRun();
}
