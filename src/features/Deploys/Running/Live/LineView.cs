using System.Globalization;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using Racklight.State;

namespace Racklight.Deploys.Running.Live;

/// <summary>One line after the other, each with its time: for a CI server's log and for pipes.</summary>
internal sealed class LineView(TextWriter writer) : IRunView
{
    /// <inheritdoc/>
    public void Happened(RunProgress progress, JournalEntry entry)
    {
        var text = entry.Event switch
        {
            JournalEvent.Begun => $"deploy {progress.Spec.Id} of {progress.Spec.Cloud}: {progress.Spec.What}",
            JournalEvent.StepStarting => $"{entry.Step} ({Position(progress, entry.Step)} of {progress.Steps.Count}): {progress.Spec.Find(entry.Step!)?.Title}",
            JournalEvent.StepEnded => $"{entry.Step} {entry.State}{(entry.Message is null ? "" : ": " + entry.Message)}",
            JournalEvent.Ended => $"deploy {progress.Spec.Id} {(progress.State == DeployState.Waiting ? "waits" : entry.State)}{(entry.Message is null ? "" : ": " + entry.Message)}",
            _ => entry.Message,
        };
        if (text is not null) Write(entry.At, "== " + text);
    }

    /// <inheritdoc/>
    public void Said(StepProgress step, LogLine line)
    {
        if (line.Stream != '-') Write(line.At, line.Text);
    }

    /// <inheritdoc/>
    public void Looked(RunProgress progress, DateTimeOffset now)
    {
    }

    private static int Position(RunProgress progress, string? step) => progress.Steps.FirstOrDefault(other => other.Step.Name == step)?.Position ?? 0;

    private void Write(DateTimeOffset at, string text) => writer.WriteLine($"{at.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {text}");
}
