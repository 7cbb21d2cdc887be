using System.Text.Json;
using Racklight.Deploys.Running.Processes;
using Racklight.State;

namespace Racklight.Deploys.Running.Journal;

/// <summary>How a step stands.</summary>
internal enum StepState
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Under way.</summary>
    Running,

    /// <summary>Exit code 0.</summary>
    Succeeded,

    /// <summary>Another exit code, or it took too long.</summary>
    Failed,

    /// <summary>A person ended the run while it was under way.</summary>
    Cancelled,

    /// <summary>Its runner was killed while it was under way.</summary>
    Interrupted,

    /// <summary>A person has to act.</summary>
    Waiting,

    /// <summary>A person said that it need not run.</summary>
    Skipped,
}

/// <summary>A step and how it stands.</summary>
internal sealed record StepProgress(RunStep Step, int Position)
{
    /// <summary>How it stands.</summary>
    public StepState State { get; init; }

    /// <summary>How often it was begun.</summary>
    public int Attempts { get; init; }

    /// <summary>The last attempt's exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its last attempt ended.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The last process.</summary>
    public ProcessIdentity Process { get; init; }

    /// <summary>Why it stands so.</summary>
    public string? Message { get; init; }

    /// <summary>True when the run need not begin it (any more).</summary>
    public bool IsDone => State is StepState.Succeeded or StepState.Skipped;
}

/// <summary>Where a run stands: what its journal adds up to.</summary>
internal sealed record RunProgress(RunSpec Spec, IReadOnlyList<StepProgress> Steps)
{
    /// <summary>How the run stands.</summary>
    public DeployState State { get; init; } = DeployState.Running;

    /// <summary>The process that runs it, or ran it last.</summary>
    public ProcessIdentity Runner { get; init; }

    /// <summary>The machine of that process.</summary>
    public string Host { get; init; } = Spec.Host;

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it stands so.</summary>
    public string? Message { get; init; }

    /// <summary>False while no supervisor has taken it up: no step was run.</summary>
    public bool HasBegun => Runner.Pid != 0;

    /// <summary>The step that is under way, or null.</summary>
    public StepProgress? Current => Steps.FirstOrDefault(step => step.State == StepState.Running);

    /// <summary>Reads a run's journal.</summary>
    public static RunProgress Read(RunDirectory run)
    {
        var spec = run.ReadSpec();
        return Entries(run.JournalFile).Aggregate(Begin(spec), (progress, entry) => progress.With(entry));
    }

    /// <summary>A run of which nothing has happened yet.</summary>
    public static RunProgress Begin(RunSpec spec)
    {
        var before = spec.From is null ? 0 : spec.Steps.TakeWhile(step => step.Name != spec.From).Count();
        return new RunProgress(spec, [.. spec.Steps.Select((step, index) => new StepProgress(step, index + 1) { State = index < before ? StepState.Skipped : StepState.Pending, Message = index < before ? $"--from {spec.From}" : null })]);
    }

    /// <summary>The entries of a journal; a last line without its end was not written whole and does not count.</summary>
    public static IEnumerable<JournalEntry> Entries(string journal)
    {
        if (!File.Exists(journal)) yield break;
        using var reader = new StreamReader(new FileStream(journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var text = reader.ReadToEnd();
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry) is { } entry) yield return entry;
        }
    }

    /// <summary>The run after one more entry.</summary>
    public RunProgress With(JournalEntry entry) => entry.Event switch
    {
        JournalEvent.Begun => this with { State = DeployState.Running, Runner = ProcessIdentity.Parse(entry.Process), Host = entry.Host ?? Host, Ended = null, Message = null, Steps = [.. Steps.Select(Afresh)] },
        JournalEvent.StepStarting => WithStep(entry.Step, step => step with { State = StepState.Running, Attempts = step.Attempts + 1, Started = step.Started ?? entry.At, Ended = null, ExitCode = null, Message = null, Process = default }),
        JournalEvent.StepRunning => WithStep(entry.Step, step => step with { Process = ProcessIdentity.Parse(entry.Process) }),
        JournalEvent.StepEnded => WithStep(entry.Step, step => step with { State = Word<StepState>(entry.State), ExitCode = entry.ExitCode, Ended = entry.At, Message = entry.Message }),
        JournalEvent.WindowAwaited => this with { Message = entry.Message },
        JournalEvent.Ended => this with { State = Word<DeployState>(entry.State), Ended = entry.At, Message = entry.Message },
        _ => this,
    };

    /// <summary>The same run when its runner is no more: what was under way was interrupted.</summary>
    public RunProgress WithoutRunner() => this with
    {
        State = DeployState.Interrupted,
        Message = "its runner was killed, or its machine went down",
        Steps = [.. Steps.Select(step => step.State == StepState.Running ? step with { State = StepState.Interrupted } : step)],
    };

    /// <summary>The same run when it was never taken up.</summary>
    public RunProgress Stillborn() => this with { State = DeployState.Failed, Message = "it never began: what started it ended before its supervisor ran" };

    /// <summary>True when it should be running, and on this machine nobody runs it.</summary>
    public bool IsAbandoned(string host) => State == DeployState.Running && Host == host && !Runner.IsAlive;

    private RunProgress WithStep(string? name, Func<StepProgress, StepProgress> change)
        => this with { Steps = [.. Steps.Select(step => step.Step.Name == name ? change(step) : step)] };

    /// <summary>A runner that takes the run up finds what its predecessor had under way.</summary>
    private static StepProgress Afresh(StepProgress step) => step.State == StepState.Running ? step with { State = StepState.Interrupted } : step;

    private static T Word<T>(string? word)
        where T : struct, Enum
        => Enum.TryParse<T>(word, ignoreCase: true, out var value) ? value : default;
}
