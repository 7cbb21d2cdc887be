using System.Text.Json;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using Racklight.State;

namespace Racklight.Deploys.Running.Live;

/// <summary>Follows a run by its files, whoever runs it: the journal tells what happens, the logs what is said.</summary>
internal sealed class RunFollower
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private readonly RunDirectory _run;
    private readonly TimeProvider _time;
    private readonly LogTail _journal;
    private readonly Dictionary<string, LogTail> _logs = new(StringComparer.Ordinal);

    /// <summary>Begins at the run's first entry.</summary>
    /// <param name="run">The run.</param>
    /// <param name="time">The clock.</param>
    /// <param name="fromNow">True: what happened before, and what was said, is known already.</param>
    public RunFollower(RunDirectory run, TimeProvider time, bool fromNow = false)
    {
        (_run, _time) = (run, time);
        _journal = new LogTail(run.JournalFile);
        Progress = RunProgress.Begin(run.ReadSpec());
        if (!fromNow) return;
        foreach (var line in _journal.Skip())
        {
            if (JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry) is { } entry) Progress = Progress.With(entry);
        }
        foreach (var step in Progress.Steps.Where(static step => step.Attempts > 0)) _logs[step.Step.Name] = LogTail.AtEnd(run.LogOf(Progress.Spec, step.Step.Name));
        // Who ran it before runs it no more: what is awaited is the next runner's first entry.
        Progress = Progress with { State = DeployState.Running, Runner = default };
    }

    /// <summary>Where the run stands, as far as it was read.</summary>
    public RunProgress Progress { get; private set; }

    /// <summary>Follows until the run ends, or nobody runs it any more.</summary>
    /// <param name="view">Shown everything.</param>
    /// <param name="isOver">Asked when nobody seems to run it: true when nobody will.</param>
    /// <param name="cancellationToken">Ends the following, not the run.</param>
    public async Task<RunProgress> FollowAsync(IRunView view, Func<bool> isOver, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Asked before the last look: what ended after it would otherwise be missed.
            var over = Progress.Runner.Pid == 0 ? isOver() : Progress.IsAbandoned(RunContext.ThisHost);
            Read(view);
            view.Looked(Progress, _time.GetUtcNow());
            if (Progress.State != DeployState.Running) return Progress;
            if (over) return Progress = Progress.WithoutRunner();
            await Task.Delay(Look, _time, cancellationToken);
        }
    }

    /// <summary>Reads what has come since the last look.</summary>
    public void Read(IRunView view)
    {
        IReadOnlyList<string> lines;
        while ((lines = _journal.Read()).Count > 0)
        {
            foreach (var line in lines)
            {
                if (JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry) is not { } entry) continue;
                if (entry is { Event: JournalEvent.StepEnded, Step: { } ended }) ReadLog(view, ended);
                Progress = Progress.With(entry);
                view.Happened(Progress, entry);
            }
        }
        if (Progress.Current is { } current) ReadLog(view, current.Step.Name);
    }

    private void ReadLog(IRunView view, string step)
    {
        if (Progress.Steps.FirstOrDefault(progress => progress.Step.Name == step) is not { } progress) return;
        if (!_logs.TryGetValue(step, out var log)) _logs[step] = log = new LogTail(_run.LogOf(Progress.Spec, step));
        IReadOnlyList<string> lines;
        while ((lines = log.Read()).Count > 0)
        {
            foreach (var text in lines)
            {
                if (LogLine.Parse(text) is { } line) view.Said(progress, line);
            }
        }
    }
}
