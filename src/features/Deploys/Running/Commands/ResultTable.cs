using System.Globalization;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Deploys.Running.Commands;

/// <summary>A run for people: what it is, then its steps.</summary>
internal static class ResultTable
{
    /// <summary>The rendering.</summary>
    public static IRenderable Of(ResultView result)
    {
        var facts = new Grid().AddColumn(new GridColumn { Padding = new Padding(0, 0, 3, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        void Fact(string name, string? value)
        {
            if (value is not null) facts.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
        }
        Fact("deploy", result.Id);
        Fact("cloud", result.Cloud);
        Fact("state", result.State + (result.Message is null ? "" : ": " + result.Message));
        Fact("what", $"{result.Tool}: {result.What}{(result.CheckOnly ? " (--check)" : "")}");
        Fact("who", $"{result.Who} on {result.Host}");
        Fact("started", At(result.Started));
        if (result.Ended is { } ended) Fact("took", Spans.Show(ended - result.Started));
        Fact("commit", result.Commit is { } commit ? commit[..Math.Min(12, commit.Length)] + (result.Dirty ? " with uncommitted changes" : "") : "none: not in git");
        var steps = Print.Table("#", "step", "state", "took", "attempts", "exit code");
        foreach (var step in result.Steps)
        {
            steps.AddRow(
                new Text(step.Position.ToString(CultureInfo.InvariantCulture)), new Text(step.Name), new Text(step.State, new Style(Colour(step.State))),
                new Text(step.Seconds is { } seconds ? Spans.Show(TimeSpan.FromSeconds(seconds)) : "-"), new Text(step.Attempts.ToString(CultureInfo.InvariantCulture)),
                new Text(step.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-"));
        }
        return new Rows(facts, new Text(""), steps);
    }

    /// <summary>A moment in UTC.</summary>
    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>The colour of a state.</summary>
    public static Color Colour(string state) => state switch
    {
        "succeeded" => Color.Green,
        "failed" or "interrupted" or "cancelled" => Color.Red,
        "running" => Color.Blue,
        "waiting" => Color.Yellow,
        _ => Color.Grey,
    };
}
