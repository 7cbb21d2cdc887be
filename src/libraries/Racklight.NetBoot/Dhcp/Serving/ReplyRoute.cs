namespace Racklight.NetBoot.Dhcp;

/// <summary>Where a reply goes.</summary>
internal readonly record struct ReplyRoute(IPv4 Address, ushort Port)
{
    /// <summary>RFC 2131 §4.1, and PXE 2.1 §2.4 for port 4011.</summary>
    /// <param name="request">What is answered.</param>
    /// <param name="type">What with.</param>
    /// <param name="arrival">How the request came.</param>
    /// <param name="ports">The ports in use.</param>
    public static ReplyRoute For(DhcpMessage request, MessageType type, Arrival arrival, DhcpPorts ports)
    {
        // The boot server answers who asked, at the port that it asked from; never the broadcast address.
        if (arrival.OnBootServerPort) return new ReplyRoute(arrival.Source, arrival.SourcePort);
        if (!request.Relay.IsAny) return new ReplyRoute(request.Relay, ports.Server);
        // Nothing is broadcast over loopback: who tests there has an address already.
        if (arrival.Source.IsLoopback) return new ReplyRoute(arrival.Source, arrival.SourcePort);
        if (type != MessageType.Nak && !request.ClientAddress.IsAny) return new ReplyRoute(request.ClientAddress, ports.Client);
        // The client has no address yet, so nothing but a broadcast reaches it without forging neighbour entries (RFC 2131 allows it).
        return new ReplyRoute(IPv4.Broadcast, ports.Client);
    }
}
