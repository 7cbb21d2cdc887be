using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Racklight.State.Boots;

/// <summary>Hands stored events to whoever watches. A watcher that does not keep up loses the oldest ones.</summary>
internal sealed class EventHub
{
    private const int Backlog = 512;
    private readonly Lock _lock = new();
    private readonly List<Channel<BootEvent>> _watchers = [];
    private bool _closed;

    /// <summary>Hands an event to all watchers.</summary>
    public void Publish(BootEvent bootEvent)
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(bootEvent);
        }
    }

    /// <summary>Watches from the moment of this call until the token is cancelled or the database is closed.</summary>
    public IAsyncEnumerable<BootEvent> SubscribeAsync(CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<BootEvent>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (_closed) channel.Writer.Complete();
            else _watchers.Add(channel);
        }
        // Leaving by the token also covers a subscriber that never enumerates.
        cancellationToken.Register(() => Leave(channel));
        return ReadAsync(channel, cancellationToken);
    }

    /// <summary>Ends all watching.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var watcher in _watchers) watcher.Writer.TryComplete();
            _watchers.Clear();
        }
    }

    private async IAsyncEnumerable<BootEvent> ReadAsync(Channel<BootEvent> channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken)) yield return item;
        }
        finally
        {
            Leave(channel);
        }
    }

    private void Leave(Channel<BootEvent> channel)
    {
        lock (_lock) _watchers.Remove(channel);
        channel.Writer.TryComplete();
    }
}
