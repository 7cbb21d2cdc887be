namespace Racklight.App.Security;

/// <summary>Slows guessing down: five attempts, then one in thirty seconds, for each address and for each user name.</summary>
internal sealed class LoginThrottle(TimeProvider clock)
{
    private const int Burst = 5;
    private const int Limit = 10_000;
    private static readonly TimeSpan Refill = TimeSpan.FromSeconds(30);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _free = new(StringComparer.Ordinal);

    /// <summary>Takes an attempt; false when it must wait.</summary>
    public bool TryTake(params ReadOnlySpan<string> keys)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            foreach (var key in keys)
            {
                // The moment at which the bucket is full again; it may lie at most a burst ahead.
                if (_free.TryGetValue(key, out var full) && full - now > Refill * (Burst - 1)) return false;
            }
            foreach (var key in keys)
            {
                if (_free.Count >= Limit && !_free.ContainsKey(key)) Sweep(now);
                _free[key] = (_free.TryGetValue(key, out var full) && full > now ? full : now) + Refill;
            }
        }
        return true;
    }

    /// <summary>A login that worked: the name's attempts are forgotten.</summary>
    public void Forget(string key)
    {
        lock (_lock) _free.Remove(key);
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, full) in _free.ToList())
        {
            if (full <= now) _free.Remove(key);
        }
        if (_free.Count >= Limit) _free.Clear();
    }
}
