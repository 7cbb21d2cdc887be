namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// Asks the server's own decision what it would answer, without a socket: what is written for other servers to say is derived from
/// here, so that both cannot say different things.
/// </summary>
public static class BootRehearsal
{
    /// <summary>The offer to a client that was never seen before.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="network">The network that it is on, by name and subnet.</param>
    /// <param name="mode">As the network's only server (<see cref="NetworkMode.Full"/>), or beside another.</param>
    /// <param name="options">Where clients find what they boot.</param>
    /// <param name="files">Which loader for which firmware.</param>
    /// <returns>The message as it would go out; null for silence, or an offer that boots nothing.</returns>
    public static DhcpMessage? Offer(ProbeClient client, DhcpNetwork network, NetworkMode mode, BootOptions options, IBootFileSource files)
    {
        // Reservations, gateways and ranges change addresses, never what is booted.
        var first = new IPv4(network.Subnet.Network.Bits + 1);
        var plain = new DhcpNetwork(network.Name, network.Subnet) { Mode = mode, Pxe = network.Pxe, First = first, Last = first };
        var responder = new DhcpResponder([plain], options, files, new EverybodyBoots(), new NoLinks());
        Span<byte> packet = stackalloc byte[DhcpReply.BufferLength];
        var length = client.Write(packet, MessageType.Discover, 1, new HardwareAddress(1, [0x02, 0, 0, 0, 0, 1]), default);
        if (!DhcpMessage.TryParse(packet[..length], out var request, out _)) return null;
        var decision = responder.Decide(request, new Arrival(1, first, default, 68, OnBootServerPort: false), DateTimeOffset.UnixEpoch);
        if (decision.Reply is not { Boot: not null } reply) return null;
        length = reply.Encode(request, packet);
        return DhcpMessage.TryParse(packet[..length], out var offer, out _) ? offer : null;
    }

    private sealed class EverybodyBoots : IClientPolicy
    {
        public IPv4? Reservation(HardwareAddress client, string? uuid) => null;

        public bool IsTaken(IPv4 address) => false;

        public bool BootsFromNetwork(HardwareAddress client, string? uuid) => true;
    }

    private sealed class NoLinks : ILocalLinks
    {
        public bool IsLocal(IPv4 address) => false;

        public IReadOnlyList<IPv4> AddressesOf(int index) => [];
    }
}
