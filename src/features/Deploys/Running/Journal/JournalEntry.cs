namespace Racklight.Deploys.Running.Journal;

/// <summary>What happens in a run.</summary>
internal enum JournalEvent
{
    /// <summary>A runner took the run up: the first, or one that resumes it.</summary>
    Begun,

    /// <summary>It waits for its maintenance window.</summary>
    WindowAwaited,

    /// <summary>A step is about to be started.</summary>
    StepStarting,

    /// <summary>The step's process runs.</summary>
    StepRunning,

    /// <summary>A step ended.</summary>
    StepEnded,

    /// <summary>Something worth knowing: a signal, a retry, a full disk.</summary>
    Note,

    /// <summary>The runner has put the run down.</summary>
    Ended,
}

/// <summary>One line of a run's journal.</summary>
/// <param name="At">When.</param>
/// <param name="Event">What.</param>
internal sealed record JournalEntry(DateTimeOffset At, JournalEvent Event)
{
    /// <summary>The step that it is about.</summary>
    public string? Step { get; init; }

    /// <summary>How a step or the run ended: a <see cref="StepState"/> or a deploy's state, in small letters.</summary>
    public string? State { get; init; }

    /// <summary>A step's exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The process that it is about: the runner's, or the step's.</summary>
    public string? Process { get; init; }

    /// <summary>The machine of the runner.</summary>
    public string? Host { get; init; }

    /// <summary>What to tell people.</summary>
    public string? Message { get; init; }
}
