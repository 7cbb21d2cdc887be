using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Nothing looks at a merge request.</summary>
internal sealed class NoMergeRequestCheck : PipelineRule
{
    public override int Number => 10;

    public override string Name => "no-merge-request-check";

    public override string Why => "what nobody looked at is merged, and is found wrong on the cloud";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        if (pipeline.Jobs.Concat(pipeline.Beside).Any(job => !job.IsDeploy && job.Script.Count > 0 && MergeRequests.Runs(job, pipeline))) yield break;
        yield return At(pipeline, "no job runs when a merge request comes", "check:\n  stage: validate\n  rules: [{ if: $CI_PIPELINE_SOURCE == \"merge_request_event\" }]\n  script: [racklight deploy check]", "on: { pull_request: {} }\njobs:\n  check:\n    runs-on: …\n    steps:\n      - uses: actions/checkout@…\n      - run: racklight deploy check");
    }
}
