namespace Racklight.Nodes;

/// <summary>What the store says, as known up to three seconds ago: DHCP asks thousands of times a second and must not wait for the store.</summary>
/// <param name="read">Asks the store.</param>
/// <param name="first">What holds before the first answer.</param>
/// <param name="clock">The clock.</param>
internal sealed class Remembered<T>(Func<Task<T>> read, T first, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private readonly Lock _lock = new();
    private T _value = first;
    private DateTimeOffset _read;
    private bool _reading;

    /// <summary>What is known; asks the store anew behind the caller's back when that is long ago.</summary>
    public T Value
    {
        get
        {
            lock (_lock)
            {
                if (!_reading && clock.GetUtcNow() - _read > Fresh)
                {
                    _reading = true;
                    _ = Task.Run(RefreshAsync);
                }
                return _value;
            }
        }
    }

    /// <summary>Notes a change of this server's own at once.</summary>
    public void Change(Func<T, T> change)
    {
        lock (_lock) _value = change(_value);
    }

    private async Task RefreshAsync()
    {
        try
        {
            var value = await read();
            lock (_lock) _value = value;
        }
        catch (ProblemException)
        {
            // The store is away: what was known holds until the next look.
        }
        finally
        {
            lock (_lock)
            {
                _read = clock.GetUtcNow();
                _reading = false;
            }
        }
    }
}
