namespace Racklight.Mirrors.Fetching;

/// <summary>Cancels work that has not moved for a while. One timer for a whole download instead of one for each read.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private long _moved;

    public StallWatch(TimeSpan limit, TimeProvider clock, CancellationToken cancellationToken)
    {
        (_limit, _clock) = (limit, clock);
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _moved = clock.GetTimestamp();
        _timer = clock.CreateTimer(Look, null, limit / 4, limit / 4);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>True when it was this watch that cancelled.</summary>
    public bool Stalled { get; private set; }

    public void Moved() => Volatile.Write(ref _moved, _clock.GetTimestamp());

    public void Dispose()
    {
        _timer.Dispose();
        _source.Dispose();
    }

    private void Look(object? state)
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _moved)) < _limit) return;
        Stalled = true;
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work ended while the timer fired.
        }
    }
}
