using Racklight.Deploys.Reading;
using Racklight.Deploys.Pipelines.Reading;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>A time that is none.</summary>
internal sealed class NonsenseDuration : PipelineRule
{
    public override int Number => 25;

    public override string Name => "nonsense-duration";

    public override string Why => "GitLab refuses the pipeline, or cuts the job off where nobody expects it";

    public override string WhyOnGitHub => "GitHub refuses the workflow, or cuts the job off where nobody expects it";

    public override IEnumerable<PipelineFault> Check(CiPipeline pipeline)
    {
        foreach (var job in pipeline.Jobs)
        {
            (PlacedNode? Node, TimeSpan Most)[] times =
            [
                (job.Find("timeout"), TimeSpan.FromDays(30)),
                (job.Find("start_in"), TimeSpan.FromDays(7)),
                (job.Find("artifacts")?["expire_in"], TimeSpan.MaxValue),
                (job.Find("environment")?["auto_stop_in"], TimeSpan.MaxValue),
            ];
            foreach (var (node, most) in times)
            {
                if (node?.Text is not { } text || text.Contains('$') || text is "never") continue;
                if (!CiDuration.TryParse(text, out var time)) yield return At(node, $"`{text}` is no length of time", "a number and a unit: 45 minutes, 8h, 90 days", "a number without a unit: timeout-minutes: 480, retention-days: 90");
                else if (time == TimeSpan.Zero || time > most) yield return At(node, $"`{text}` is {(time == TimeSpan.Zero ? "nothing" : "longer than GitLab allows")}", most == TimeSpan.MaxValue ? "90 days" : $"at most {most.TotalDays:0} days");
            }
        }
    }
}
