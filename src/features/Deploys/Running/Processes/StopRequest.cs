namespace Racklight.Deploys.Running.Processes;

/// <summary>How a run is asked to end: gently first, then in a hurry.</summary>
internal sealed class StopRequest(TimeSpan grace) : IDisposable
{
    private readonly CancellationTokenSource _gently = new();
    private readonly CancellationTokenSource _hurry = new();

    /// <summary>How long a step may take for its clean end before SIGTERM.</summary>
    public TimeSpan Grace { get; } = grace;

    /// <summary>The first request: SIGINT, and wait for the clean end.</summary>
    public CancellationToken Gently => _gently.Token;

    /// <summary>The second: SIGTERM now, SIGKILL ten seconds later.</summary>
    public CancellationToken Hurry => _hurry.Token;

    /// <summary>Why the run ends; null while nobody asked.</summary>
    public string? Reason { get; private set; }

    /// <summary>True when a fault of the run itself is the reason, not a person's wish.</summary>
    public bool IsFault { get; private set; }

    /// <summary>A person asks; asked again, it hurries.</summary>
    public void Ask(string reason)
    {
        if (_gently.IsCancellationRequested)
        {
            _hurry.Cancel();
            return;
        }
        Reason = reason;
        _gently.Cancel();
    }

    /// <summary>The run cannot go on: its disk is full, its lock was taken away.</summary>
    public void Fail(string reason)
    {
        if (_gently.IsCancellationRequested) return;
        (Reason, IsFault) = (reason, true);
        _gently.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _gently.Dispose();
        _hurry.Dispose();
    }
}
