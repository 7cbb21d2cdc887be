using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Racklight.State;

namespace Racklight.Nodes.Boots;

/// <summary>Hands changes to whoever watches. A slow watcher loses its oldest changes, never holds up a boot.</summary>
internal sealed class BootFeed : IBootFeed
{
    private const int WatcherLimit = 256;
    private readonly Lock _lock = new();
    private readonly List<Channel<BootChange>> _watchers = [];

    /// <summary>Tells all watchers.</summary>
    public void Publish(Boot boot, BootEvent? bootEvent)
    {
        var change = new BootChange(boot, bootEvent);
        lock (_lock)
        {
            foreach (var watcher in _watchers) watcher.Writer.TryWrite(change);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BootChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<BootChange>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            if (_watchers.Count >= WatcherLimit) throw new ProblemException($"{WatcherLimit} watchers are open already", "close some", ExitCodes.Outside);
            _watchers.Add(channel);
        }
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken)) yield return change;
        }
        finally
        {
            lock (_lock) _watchers.Remove(channel);
        }
    }
}
