using System.Buffers.Binary;
using System.Text;

namespace Racklight.NetBoot.Dhcp;

/// <summary>What to answer, before it is octets.</summary>
internal sealed record DhcpReply(MessageType Type, IPv4 ServerIdentifier)
{
    /// <summary>Room for any reply: the largest that goes unfragmented over Ethernet.</summary>
    public const int BufferLength = 1472;

    /// <summary>RFC 2131 §2: a client that says nothing takes 576 octets of IP datagram.</summary>
    private const int DefaultLength = 576 - 28;

    public IPv4 YourAddress { get; init; }

    /// <summary>Seconds; null for a reply without lease (proxy, INFORM, NAK).</summary>
    public uint? LeaseTime { get; init; }

    /// <summary>Mask, gateway, name servers; null for proxy and NAK.</summary>
    public DhcpNetwork? Network { get; init; }

    public BootAnswer? Boot { get; init; }

    /// <summary>Option 56, for a NAK: why.</summary>
    public string? Message { get; init; }

    /// <summary>Writes the reply to a request.</summary>
    /// <returns>The length, 300 to <see cref="BufferLength"/> octets.</returns>
    public int Encode(DhcpMessage request, Span<byte> buffer)
    {
        var writer = new MessageWriter(buffer, Limit(request));
        WriteHeader(request, writer.Header);
        // The relay that asked finds its client by this option: it goes back verbatim and last (RFC 3046 §2.2), so its room is kept.
        var relay = request.Option(OptionCode.RelayInformation);
        var kept = request.HasOption(OptionCode.RelayInformation) ? MessageWriter.SizeOf(relay.Length) : 0;
        writer.Keep(kept);
        writer.TryOption(OptionCode.MessageType, (byte)Type);
        writer.TryOption(OptionCode.ServerIdentifier, ServerIdentifier);
        if (LeaseTime is { } seconds) WriteTimes(ref writer, seconds);
        if (Network is not null) WriteNetwork(ref writer, Network);
        if (Boot is not null) WriteBoot(ref writer, request, Boot);
        if (Message is not null) writer.TryOption(OptionCode.Message, Message);
        // RFC 6842: a client identifier comes back as it was, in every reply.
        if (request.HasOption(OptionCode.ClientIdentifier)) writer.TryOption(OptionCode.ClientIdentifier, request.Option(OptionCode.ClientIdentifier));
        writer.Restore(kept);
        if (kept > 0) writer.TryOption(OptionCode.RelayInformation, relay);
        return writer.Finish();
    }

    private static int Limit(DhcpMessage request)
    {
        var told = request.Option(OptionCode.MaximumMessageSize);
        var limit = told.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(told) - 28 : DefaultLength;
        return Math.Clamp(limit, DefaultLength, BufferLength);
    }

    private void WriteHeader(DhcpMessage request, Span<byte> header)
    {
        request.Packet[..12].CopyTo(header);
        header[0] = 2;
        header[3] = 0;
        header.Slice(8, 2).Clear();
        // A relay must broadcast a NAK: the client's address may be wrong where it is (RFC 2131 §4.3.2).
        if (Type == MessageType.Nak && !request.Relay.IsAny) header[10] |= 0x80;
        if (Type == MessageType.Ack) request.ClientAddress.CopyTo(header[12..]);
        YourAddress.CopyTo(header[16..]);
        Boot?.NextServer.CopyTo(header[20..]);
        request.Relay.CopyTo(header[24..]);
        request.Packet.Slice(28, 16).CopyTo(header[28..]);
        if (Boot is null) return;
        Encoding.ASCII.GetBytes(Boot.NextServer.ToString(), header.Slice(44, 64));
        // Names longer than the field go into option 67 alone: a cut name would be a wrong one.
        if (Boot.File is { Length: < 128 } file) Encoding.ASCII.GetBytes(file, header.Slice(108, 128));
    }

    private static void WriteTimes(ref MessageWriter writer, uint seconds)
    {
        writer.TryOption(OptionCode.LeaseTime, seconds);
        if (seconds == uint.MaxValue) return;
        writer.TryOption(OptionCode.RenewalTime, seconds / 2);
        writer.TryOption(OptionCode.RebindingTime, (uint)(seconds * 7UL / 8));
    }

    private static void WriteNetwork(ref MessageWriter writer, DhcpNetwork network)
    {
        writer.TryOption(OptionCode.SubnetMask, network.Subnet.Mask);
        if (network.Gateway is { } gateway) writer.TryOption(OptionCode.Router, gateway);
        if (network.DomainServers.Count > 0)
        {
            Span<byte> servers = stackalloc byte[4 * Math.Min(network.DomainServers.Count, 8)];
            for (var i = 0; i < servers.Length / 4; i++) network.DomainServers[i].CopyTo(servers[(4 * i)..]);
            writer.TryOption(OptionCode.DomainServer, servers);
        }
        if (network.Domain is { } domain) writer.TryOption(OptionCode.DomainName, domain);
        writer.TryOption(OptionCode.BroadcastAddress, network.Subnet.Broadcast);
    }

    private static void WriteBoot(ref MessageWriter writer, DhcpMessage request, BootAnswer boot)
    {
        if (boot.VendorClass is { } vendorClass) writer.TryOption(OptionCode.VendorClass, vendorClass);
        // Verbatim, whatever it is: clients compare it (boot ROMs with 16 octets or a wrong first one exist).
        if (request.HasOption(OptionCode.MachineIdentifier)) writer.TryOption(OptionCode.MachineIdentifier, request.Option(OptionCode.MachineIdentifier));
        if (!boot.VendorOptions.IsEmpty) writer.TryOption(OptionCode.VendorSpecific, boot.VendorOptions.Span);
        writer.TryOption(OptionCode.ServerName, boot.NextServer.ToString());
        // EDK2 writes a NUL over the octet behind option 67 when the value brings none: it would hit the next option's code.
        if (boot.File is { } file) writer.TryOption(OptionCode.BootFile, file, terminate: true);
        if (!boot.IpxeOptions.IsEmpty) writer.TryOption(OptionCode.Ipxe, boot.IpxeOptions.Span);
    }
}
