using System.Net;
using Racklight.Nodes.Boots;

namespace Racklight.Nodes.Refs;

/// <summary>How often refs may be asked for: each asks git, and a fork's asks the network.</summary>
internal sealed class RefLimits(TimeProvider clock)
{
    private const int MostClients = 4096;
    private readonly Lock _lock = new();
    private readonly TokenBucket _all = new(400, 40);
    private Dictionary<IPAddress, TokenBucket> _clients = [];

    /// <summary>True when this client may ask now: 20 at once, then one every two seconds; all together 400, then 40 a second.</summary>
    public bool MayAsk(IPAddress client)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (!_clients.TryGetValue(client, out var own))
            {
                // A flood of addresses is held by the common limit; forgetting the rest costs nobody anything.
                if (_clients.Count >= MostClients) _clients = [];
                _clients[client] = own = new TokenBucket(20, 0.5);
            }
            return own.TryTake(now) && _all.TryTake(now);
        }
    }
}
