using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Racklight.Nodes.Boots;

/// <summary>
/// Work that the protocol servers leave behind without waiting: in order for each machine, several machines at a time.
/// A full lane drops the newest and counts it; a boot never waits for its own record.
/// </summary>
internal sealed partial class Lanes : IAsyncDisposable
{
    private const int Count = 16;
    private readonly Channel<Func<CancellationToken, Task>>[] _lanes;
    private readonly Task[] _workers;
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger<Lanes> _log;
    private long _dropped;

    public Lanes(ILogger<Lanes> log)
    {
        _log = log;
        _lanes = [.. Enumerable.Range(0, Count).Select(_ => Channel.CreateBounded<Func<CancellationToken, Task>>(new BoundedChannelOptions(4096) { SingleReader = true }))];
        _workers = [.. _lanes.Select(lane => Task.Run(() => WorkAsync(lane.Reader)))];
    }

    /// <summary>Leaves work for a machine.</summary>
    public void Post(MacAddress mac, Func<CancellationToken, Task> work)
    {
        if (_lanes[mac.Bits % Count].Writer.TryWrite(work)) return;
        if (Interlocked.Increment(ref _dropped) % 1000 == 1) Dropped(_log, Interlocked.Read(ref _dropped));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in _lanes) lane.Writer.TryComplete();
        // What is queued is a matter of milliseconds; a store that hangs must not hold up the end of the program.
        await Task.WhenAny(Task.WhenAll(_workers), Task.Delay(TimeSpan.FromSeconds(2)));
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
        _stop.Dispose();
    }

    private async Task WorkAsync(ChannelReader<Func<CancellationToken, Task>> reader)
    {
        await foreach (var work in reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                await work(_stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                NotRecorded(_log, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} signs of machines were dropped: the store cannot keep up")]
    private static partial void Dropped(ILogger log, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "a sign of a machine could not be recorded")]
    private static partial void NotRecorded(ILogger log, Exception exception);
}
