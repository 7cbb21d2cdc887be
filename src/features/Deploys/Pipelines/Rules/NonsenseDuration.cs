using System.Globalization;
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
        if (pipeline.Server == CiServer.GitHub)
        {
            foreach (var fault in pipeline.Jobs.SelectMany(static job => OnGitHub(job.Written))) yield return fault;
            yield break;
        }
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
                if (!CiDuration.TryParse(text, out var time)) yield return At(node, $"`{text}` is no length of time", "a number and a unit: 45 minutes, 8h, 90 days");
                else if (time == TimeSpan.Zero || time > most) yield return At(node, $"`{text}` is {(time == TimeSpan.Zero ? "nothing" : "longer than GitLab allows")}", most == TimeSpan.MaxValue ? "90 days" : $"at most {most.TotalDays:0} days");
            }
        }
    }
    /// <summary>GitHub's times are numbers whose unit is in the key: minutes of a job or a step, days of an artifact.</summary>
    private static IEnumerable<PipelineFault> OnGitHub(PlacedNode job)
    {
        // A job of five days is ended, and an artifact is kept for 400 days at most.
        var times = new List<(PlacedNode? Node, int Most, string Example)> { (job["timeout-minutes"], 7200, "timeout-minutes: 480") };
        foreach (var step in job["steps"]?.Items ?? [])
        {
            times.Add((step["timeout-minutes"], 7200, "timeout-minutes: 30"));
            times.Add((step["with"]?["retention-days"], 400, "retention-days: 90"));
        }
        foreach (var (node, most, example) in times)
        {
            if (node?.Text is not { } text || text.Contains("${{", StringComparison.Ordinal)) continue;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0) yield return At(node, $"`{text}` is no length of time", $"a number without a unit: {example}");
            else if (number > most) yield return At(node, $"`{text}` is longer than GitHub allows", $"at most {most}");
        }
    }
}
