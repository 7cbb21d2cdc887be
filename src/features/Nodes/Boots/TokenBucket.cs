namespace Racklight.Nodes.Boots;

/// <summary>Lets a burst through and then a steady rate. Not thread-safe: its owner holds a lock.</summary>
/// <param name="burst">How many may come at once.</param>
/// <param name="perSecond">How many per second after that.</param>
internal sealed class TokenBucket(int burst, double perSecond)
{
    private double _left = burst;
    private DateTimeOffset? _last;

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake(DateTimeOffset now)
    {
        if (_last is { } last && now > last) _left = Math.Min(burst, _left + (now - last).TotalSeconds * perSecond);
        _last = now;
        if (_left < 1) return false;
        _left--;
        return true;
    }
}
