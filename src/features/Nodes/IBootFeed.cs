using Racklight.State;

namespace Racklight.Nodes;

/// <summary>A boot that changed.</summary>
/// <param name="Boot">The boot as it stands now.</param>
/// <param name="Event">The event that changed it; null when the boot itself was opened or ended.</param>
public sealed record BootChange(Boot Boot, BootEvent? Event);

/// <summary>Tells of boots as they happen, for live views.</summary>
public interface IBootFeed
{
    /// <summary>Every change from the moment of the first read, until cancelled. A reader that is too slow misses the oldest.</summary>
    IAsyncEnumerable<BootChange> WatchAsync(CancellationToken cancellationToken);
}
