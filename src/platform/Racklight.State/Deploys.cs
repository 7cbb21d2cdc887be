namespace Racklight.State;

/// <summary>How a deploy stands.</summary>
public enum DeployState
{
    /// <summary>Under way.</summary>
    Running,

    /// <summary>Every step succeeded.</summary>
    Succeeded,

    /// <summary>A step failed.</summary>
    Failed,

    /// <summary>A person ended it.</summary>
    Cancelled,

    /// <summary>It waits for a person to do something and to confirm it.</summary>
    Waiting,

    /// <summary>What ran it was killed, or its machine went down: it can be resumed.</summary>
    Interrupted,
}

/// <summary>A recorded run of a cloud's deployment tool.</summary>
/// <param name="Id">Its name, sortable by time: <c>20261129-051727-3fa9</c>.</param>
/// <param name="Cloud">Which cloud.</param>
/// <param name="Tool"><c>kolla</c> or <c>osa</c>.</param>
/// <param name="State">How it stands.</param>
/// <param name="Started">When it began.</param>
/// <param name="Who">Who started it.</param>
/// <param name="Host">The machine that runs it.</param>
public sealed record DeployRecord(string Id, string Cloud, string Tool, DeployState State, DateTimeOffset Started, string Who, string Host)
{
    /// <summary>What it does, in a few words: <c>prechecks, deploy</c> or <c>2024.1 → 2025.1</c>.</summary>
    public string What { get; init; } = "";

    /// <summary>The release that is on the cloud when it succeeds; null when nobody said.</summary>
    public string? Release { get; init; }

    /// <summary>The repository's directory; null outside git.</summary>
    public string? Repository { get; init; }

    /// <summary>The commit that was deployed, 40 hex digits; null outside git.</summary>
    public string? Commit { get; init; }

    /// <summary>True when the working tree held changes that no commit has.</summary>
    public bool Dirty { get; init; }

    /// <summary>True for <c>--check</c>: nothing was changed.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>True when it carried out all that makes the committed configuration the deployed one, on every host.</summary>
    public bool Whole { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it ended as it did.</summary>
    public string? Message { get; init; }

    /// <summary>The directory of its journal, logs and artifacts, on <see cref="Host"/>.</summary>
    public string Directory { get; init; } = "";
}

/// <summary>A step of a deploy as the history keeps it.</summary>
/// <param name="Position">Its place, from 1.</param>
/// <param name="Name">Its name, unique within the deploy.</param>
/// <param name="State">pending, running, succeeded, failed, cancelled, waiting, interrupted or skipped.</param>
/// <param name="Attempts">How often it was begun.</param>
public sealed record DeployStepRecord(int Position, string Name, string State, int Attempts)
{
    /// <summary>The last attempt's exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>When its first attempt began.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When its last attempt ended.</summary>
    public DateTimeOffset? Ended { get; init; }
}

/// <summary>Who works on a cloud just now. One deploy a cloud.</summary>
/// <param name="Cloud">The cloud.</param>
/// <param name="Deploy">The deploy that holds it.</param>
/// <param name="Who">Who started that.</param>
/// <param name="Host">The machine that runs it.</param>
/// <param name="Process">The process that holds it: its pid and start time, which name it for good on that machine.</param>
/// <param name="Taken">Since when.</param>
/// <param name="Renewed">When its holder was last heard of.</param>
public sealed record DeployLock(string Cloud, string Deploy, string Who, string Host, string Process, DateTimeOffset Taken, DateTimeOffset Renewed);

/// <summary>The history of deploys (the newest 2,000 are kept), and the lock of each cloud.</summary>
public interface IDeployStore
{
    /// <summary>Writes a deploy with its steps; replaces what was known of it.</summary>
    Task SaveAsync(DeployRecord deploy, IReadOnlyList<DeployStepRecord> steps, CancellationToken cancellationToken);

    /// <summary>A deploy, or null.</summary>
    Task<DeployRecord?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The steps of a deploy, in order.</summary>
    Task<IReadOnlyList<DeployStepRecord>> StepsAsync(string id, CancellationToken cancellationToken);

    /// <summary>The newest deploys first.</summary>
    /// <param name="cloud">Of that cloud only; null: of all.</param>
    /// <param name="limit">At most that many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<DeployRecord>> ListAsync(string? cloud, int limit, CancellationToken cancellationToken);

    /// <summary>What is on the cloud: the last whole deploy that succeeded and changed something; null when there was none.</summary>
    Task<DeployRecord?> LastDeployedAsync(string cloud, CancellationToken cancellationToken);

    /// <summary>Takes a cloud's lock if it is free.</summary>
    /// <returns>Null when it was taken; else who holds it.</returns>
    Task<DeployLock?> TakeLockAsync(DeployLock wanted, CancellationToken cancellationToken);

    /// <summary>Hands a lock from a process that is no more to one that resumes the same deploy; false when another holds it by now.</summary>
    Task<bool> PassLockAsync(DeployLock held, string host, string process, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Tells that the holder is still there; false when the lock is no longer its own.</summary>
    Task<bool> RenewLockAsync(string cloud, string deploy, string process, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Gives a lock back; nothing happens when the deploy does not hold it.</summary>
    Task ReleaseLockAsync(string cloud, string deploy, CancellationToken cancellationToken);

    /// <summary>Who holds a cloud, or null.</summary>
    Task<DeployLock?> FindLockAsync(string cloud, CancellationToken cancellationToken);

    /// <summary>Every lock that is held, by cloud.</summary>
    Task<IReadOnlyList<DeployLock>> LocksAsync(CancellationToken cancellationToken);
}
