using System.Text.RegularExpressions;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Nothing looks at a merge request.</summary>
internal sealed partial class NoMergeRequestCheck : PipelineRule
{
    public override int Number => 10;

    public override string Name => "no-merge-request-check";

    public override string Why => "what nobody looked at is merged, and is found wrong on the cloud";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        // A repository has many workflows, and those that deploy nothing have no need of it.
        if (pipeline.Server == CiServer.GitHub && !pipeline.Deploys.Any()) yield break;
        if (pipeline.Jobs.Concat(pipeline.Beside).Any(job => !job.IsDeploy && CanFail(job) && MergeRequests.Runs(job, pipeline))) yield break;
        yield return At(pipeline, "no job runs when a merge request comes", "check:\n  stage: validate\n  rules: [{ if: $CI_PIPELINE_SOURCE == \"merge_request_event\" }]\n  script: [racklight deploy check]", "on: { pull_request: {} }\njobs:\n  check:\n    runs-on: …\n    steps:\n      - uses: actions/checkout@…\n      - run: racklight deploy check");
    }

    /// <summary>A check that never fails stops nothing.</summary>
    private static bool CanFail(CiJob job) => job.Find("allow_failure")?.Text != "true" && (job.Script.Any(static line => !Ignored().IsMatch(line.Text)) || job.Uses.Any(static uses => !uses.Text!.StartsWith("actions/", StringComparison.Ordinal)));

    [GeneratedRegex(@"\|\|\s*(true|:|exit\s+0)\s*$|^(echo|set|export|cd)\b")]
    private static partial Regex Ignored();
}
