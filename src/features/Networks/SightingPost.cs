using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks.Solicitations;
using Racklight.Nodes;

namespace Racklight.Networks;

/// <summary>Takes events off the serving threads. When the timeline cannot keep up, sightings are lost, never packets.</summary>
internal sealed partial class SightingPost : IDhcpObserver, IAsyncDisposable
{
    private const int Capacity = 8192;
    private readonly Channel<DhcpEvent> _events = Channel.CreateBounded<DhcpEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private readonly INodes _nodes;
    private readonly IpxeClients _ipxe;
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private readonly Task _posting;
    private readonly Dictionary<DhcpEventKind, long> _said = [];

    public SightingPost(INodes nodes, IpxeClients ipxe, ILogger<SightingPost> log, TimeProvider clock)
    {
        _nodes = nodes;
        _ipxe = ipxe;
        _log = log;
        _clock = clock;
        _posting = Task.Run(PostAsync);
    }

    /// <inheritdoc/>
    public void Saw(in DhcpEvent seen)
    {
        if (seen.Boot is { Protocol: BootProtocol.Ipxe } && seen.Message is { } message) _ipxe.Note(message.Client);
        // Noise is counted by the server; here it would only fill the queue.
        if (seen.Boot is not null || seen.Kind is DhcpEventKind.Request or DhcpEventKind.StoreFailed or DhcpEventKind.Exhausted or DhcpEventKind.Conflict) _events.Writer.TryWrite(seen);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _posting;
    }

    private async Task PostAsync()
    {
        await foreach (var seen in _events.Reader.ReadAllAsync())
        {
            if (seen.Kind is DhcpEventKind.StoreFailed or DhcpEventKind.Exhausted or DhcpEventKind.Conflict) Say(seen);
            foreach (var sighting in DhcpSightings.Of(seen)) _nodes.Saw(sighting);
        }
    }

    /// <summary>Once a minute for each kind: a storm of clients must not become a storm of log lines.</summary>
    private void Say(DhcpEvent seen)
    {
        if (_said.TryGetValue(seen.Kind, out var last) && _clock.GetElapsedTime(last) < TimeSpan.FromMinutes(1)) return;
        _said[seen.Kind] = _clock.GetTimestamp();
        Trouble(_log, seen.Network ?? "-", seen.Kind, seen.Message?.Client.ToString() ?? "-", seen.Reason ?? "");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "DHCP on network {Network}: {Kind} for {Client}: {Reason}")]
    private static partial void Trouble(ILogger log, string network, DhcpEventKind kind, string client, string reason);
}
