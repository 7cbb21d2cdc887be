using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using RazorSlices;

namespace Racklight.Deploys.Running.Reports;

/// <summary>A run as one HTML file that needs nothing else: what was run, how it ended, all logs.</summary>
internal static class HtmlReport
{
    private const int MostLines = 20_000;

    /// <summary>Writes the report.</summary>
    public static async Task<string> WriteAsync(RunDirectory run, RunProgress progress)
    {
        var steps = progress.Steps.Select(step => new ReportStep(StepView.Of(step), LogFiles.Tail(run.LogOf(progress.Spec, step.Step.Name), MostLines))).ToList();
        var versions = File.Exists(run.VersionsFile) ? await File.ReadAllTextAsync(run.VersionsFile) : "";
        return await Report.Create(new ReportModel(ResultView.Of(progress), steps, versions)).RenderAsync();
    }
}

/// <summary>What the report shows.</summary>
/// <param name="Result">The run.</param>
/// <param name="Steps">Its steps with their logs.</param>
/// <param name="Versions">Of the tools, as JSON.</param>
public sealed record ReportModel(ResultView Result, IReadOnlyList<ReportStep> Steps, string Versions);

/// <summary>A step with its log's last 20,000 lines.</summary>
public sealed record ReportStep(StepView Step, IReadOnlyList<LogLine> Lines);
