using Racklight.Deploys.Running.Journal;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>
/// Writes down what happens: first into the journal, which decides, then into the store, which is for looking at. A store that cannot be
/// written does not end a run.
/// </summary>
internal sealed class RunRecorder(RunContext context, RunJournalWriter journal)
{
    private bool _storeFailed;

    /// <summary>Where the run stands.</summary>
    public RunProgress Progress { get; private set; } = RunProgress.Read(context.Run);

    /// <summary>Writes an entry.</summary>
    public void Add(JournalEvent what, Func<JournalEntry, JournalEntry> details)
    {
        journal.Add(what, entry =>
        {
            entry = details(entry);
            Progress = Progress.With(entry);
            return entry;
        });
    }

    /// <summary>A remark.</summary>
    public void Note(string message, string? step = null) => Add(JournalEvent.Note, entry => entry with { Message = message, Step = step });

    /// <summary>Tells the store.</summary>
    public async Task SaveAsync()
    {
        try
        {
            await context.Store.SaveAsync(RecordOf(context.Run, Progress), StepsOf(Progress), CancellationToken.None);
            _storeFailed = false;
        }
        catch (ProblemException e)
        {
            if (!_storeFailed) Note($"the history cannot be written, the run goes on: {e.Message}");
            _storeFailed = true;
        }
    }

    /// <summary>A run as the store keeps it.</summary>
    public static DeployRecord RecordOf(RunDirectory run, RunProgress progress)
    {
        var spec = progress.Spec;
        return new DeployRecord(spec.Id, spec.Cloud, spec.Tool, progress.State, spec.Created, spec.Who, progress.Host)
        {
            What = spec.What,
            Release = spec.Release,
            Repository = spec.Repository,
            Commit = spec.Commit,
            Dirty = spec.Dirty || (spec.ChangesConfiguration && progress.State == DeployState.Succeeded),
            CheckOnly = spec.CheckOnly,
            Whole = spec.Whole && progress.Steps.All(static step => step.State != StepState.Skipped),
            Ended = progress.Ended,
            Message = progress.Message,
            Directory = run.Path,
        };
    }

    /// <summary>A run's steps as the store keeps them.</summary>
    public static IReadOnlyList<DeployStepRecord> StepsOf(RunProgress progress)
        => [.. progress.Steps.Select(step => new DeployStepRecord(step.Position, step.Step.Name, step.State.ToString().ToLowerInvariant(), step.Attempts) { ExitCode = step.ExitCode, Started = step.Started, Ended = step.Ended })];
}
