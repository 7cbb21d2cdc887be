using Racklight.Deploys.Reading;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Two ways to say when a job runs, in one job.</summary>
internal sealed class OnlyWithRules : PipelineRule
{
    public override int Number => 24;

    public override string Name => "only-with-rules";

    public override string Why => "GitLab refuses the pipeline: a job has `rules`, or `only` and `except`, never both";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Jobs)
        {
            if (job.Find("rules") is null) continue;
            foreach (var old in new[] { job.Find("only"), job.Find("except") }.OfType<PlacedNode>()) yield return new PipelineFault(old.File, old.KeyMark, $"`{job.Name}` has `rules`, and `{(old == job.Find("only") ? "only" : "except")}` besides", "one of them: `rules` can say it all");
        }
    }
}
