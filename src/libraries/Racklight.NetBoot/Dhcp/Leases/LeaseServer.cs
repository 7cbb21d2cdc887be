namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// Decides about the messages of one network in full mode (RFC 2131 §4.3). Owned by one thread; writes nothing itself: a decision that
/// grants an address carries the lease that must be durable first.
/// </summary>
internal sealed class LeaseServer
{
    private readonly IClientPolicy _policy;
    private readonly Func<IPv4, bool> _isLocal;
    private readonly TimeSpan _leaseTime;

    /// <param name="network">The network, in full mode.</param>
    /// <param name="policy">Reservations.</param>
    /// <param name="isLocal">True for this machine's own addresses: never given, and recognised as server identifiers.</param>
    public LeaseServer(DhcpNetwork network, IClientPolicy policy, Func<IPv4, bool> isLocal)
    {
        Network = network;
        _policy = policy;
        _isLocal = isLocal;
        _leaseTime = network.LeaseTime < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1)
            : network.LeaseTime > TimeSpan.FromDays(3650) ? TimeSpan.FromDays(3650) : network.LeaseTime;
        Table = new LeaseTable(network.First, network.Last, IsTaken);
    }

    public DhcpNetwork Network { get; }

    public LeaseTable Table { get; }

    /// <summary>Decides.</summary>
    /// <param name="message">A client's message.</param>
    /// <param name="boot">The client as a boot client.</param>
    /// <param name="answer">What it is told to boot.</param>
    /// <param name="server">Our address on that wire: the server identifier.</param>
    /// <param name="now">UTC.</param>
    public Decision Decide(DhcpMessage message, BootClient? boot, BootAnswer? answer, IPv4 server, DateTimeOffset now)
    {
        Table.Expire(now.UtcTicks);
        var context = new LeaseContext(message, boot, answer, server, now);
        return message.Type switch
        {
            MessageType.Discover => Discover(context),
            MessageType.Request => Request(context),
            MessageType.Decline => Decline(context),
            MessageType.Release => Release(context),
            MessageType.Inform => Inform(context),
            _ => context.Silent(DhcpEventKind.Request, "not a client's message"),
        };
    }

    /// <summary>Undoes a grant that the store refused: the address belongs to a client of another server until that long.</summary>
    public void Concede(LeaseEntry entry, DateTimeOffset now) => Table.Decline(entry, (now + LeaseTimes.Decline).UtcTicks);

    private Decision Discover(LeaseContext context)
    {
        if (ChooseFor(context) is not { } address) return context.Silent(DhcpEventKind.Exhausted, $"no address left in {Network.First}-{Network.Last}");
        Table.Hold(address, context.Message.Client, EntryState.Offered, (context.Now + LeaseTimes.Offer).UtcTicks);
        return context.Answered(DhcpEventKind.Discover, Grant(context, MessageType.Offer, address, _leaseTime));
    }

    private IPv4? ChooseFor(LeaseContext context)
    {
        var client = context.Message.Client;
        if (Reserved(context) is { } reserved && Table.IsAvailable(reserved, client)) return reserved;
        return Table.Choose(client, context.Message.RequestedAddress);
    }

    private Decision Request(LeaseContext context)
    {
        var message = context.Message;
        var own = Table.Find(message.Client);
        var selecting = message.ServerIdentifier is not null;
        if (message.ServerIdentifier is { } chosen && chosen != context.Server && !_isLocal(chosen))
        {
            if (own is { State: EntryState.Offered }) Table.Free(own);
            return context.Silent(DhcpEventKind.Request, $"took another server's offer ({chosen})");
        }
        // SELECTING and INIT-REBOOT name the address in option 50, RENEWING and REBINDING in ciaddr (RFC 2131 §4.3.2).
        var address = message.RequestedAddress ?? message.ClientAddress;
        if (address.IsAny) return context.Silent(DhcpEventKind.Request, "names no address");
        if (Refusal(context, own, address) is { } reason)
        {
            return selecting || Network.Authoritative ? Refuse(context, address, reason) : context.Silent(DhcpEventKind.Request, reason);
        }
        // Not known to us: a lease from before our time. Beside another server it is not ours to confirm.
        if (own?.Address != address && !selecting && !Network.Authoritative) return context.Silent(DhcpEventKind.Request, "no lease of ours");
        return Bind(context, address);
    }

    /// <summary>Why a client may not have an address, or null.</summary>
    private string? Refusal(LeaseContext context, LeaseEntry? own, IPv4 address)
    {
        var client = context.Message.Client;
        if (!Network.Subnet.IsHost(address)) return $"{address} is not in {Network.Subnet}";
        if (Reserved(context) is { } reserved)
        {
            if (address == reserved) return Table.IsAvailable(address, client) ? null : $"{address} is still held by {Table.At(address)?.Client}";
            if (Table.IsAvailable(reserved, client)) return $"{reserved} is reserved for this machine";
        }
        if (IsTaken(address)) return $"{address} is reserved or in use";
        if (!Table.IsAvailable(address, client)) return $"{address} is held by another client";
        if (own is { State: EntryState.Bound } && own.Address != address) return $"{own.Address} is this client's address";
        return Table.InRange(address) || own?.Address == address ? null : $"{address} is not in the range {Network.First}-{Network.Last}";
    }

    private Decision Bind(LeaseContext context, IPv4 address)
    {
        var message = context.Message;
        var entry = Table.At(address);
        var left = TimeSpan.FromTicks((entry is { State: EntryState.Bound } && entry.Client == message.Client ? entry.DurableUntil : 0) - context.Now.UtcTicks);
        if (left > _leaseTime * LeaseTimes.StillFresh) return context.Answered(DhcpEventKind.Request, Grant(context, MessageType.Ack, address, left));
        var expires = context.Now + _leaseTime;
        entry = Table.Hold(address, message.Client, EntryState.Bound, expires.UtcTicks);
        entry.HostName = message.HostName is { Length: > 0 } name ? name : entry.HostName;
        return context.Answered(DhcpEventKind.Request, Grant(context, MessageType.Ack, address, _leaseTime)) with { Entry = entry, Lease = Record(entry, LeaseState.Bound) };
    }

    private Decision Decline(LeaseContext context)
    {
        var address = context.Message.RequestedAddress ?? context.Message.ClientAddress;
        // Only who holds the address may decline it, else anybody could empty the range with forged messages for free addresses.
        if (Table.Find(context.Message.Client) is not { } entry || entry.Address != address) return context.Silent(DhcpEventKind.Decline, "no lease of ours");
        Table.Decline(entry, (context.Now + LeaseTimes.Decline).UtcTicks);
        return context.Silent(DhcpEventKind.Decline, $"{address} is in use by somebody; it rests for an hour") with { Lease = Record(entry, LeaseState.Declined) };
    }

    private Decision Release(LeaseContext context)
    {
        var message = context.Message;
        if (Table.Find(message.Client) is not { State: EntryState.Bound } entry || entry.Address != message.ClientAddress) return context.Silent(DhcpEventKind.Release, "no lease of ours");
        Table.Free(entry);
        entry.Expires = context.Now.UtcTicks;
        return context.Silent(DhcpEventKind.Release, null) with { Lease = Record(entry, LeaseState.Released) };
    }

    private Decision Inform(LeaseContext context)
    {
        if (context.Message.ClientAddress.IsAny) return context.Silent(DhcpEventKind.Request, "an INFORM without ciaddr");
        // RFC 2131 §4.3.5: neither yiaddr nor lease times.
        return context.Answered(DhcpEventKind.Request, new DhcpReply(MessageType.Ack, context.Server) { Network = Network, Boot = context.Answer });
    }

    private DhcpReply Grant(LeaseContext context, MessageType type, IPv4 address, TimeSpan time) => new(type, context.Server)
    {
        YourAddress = address,
        LeaseTime = (uint)time.TotalSeconds,
        Network = Network,
        Boot = context.Answer,
    };

    private static Decision Refuse(LeaseContext context, IPv4 address, string reason)
        => context.Answered(DhcpEventKind.Request, new DhcpReply(MessageType.Nak, context.Server) { Message = reason }, address, reason);

    /// <summary>A declined address is kept under a key of its own: the client that declined it gets another lease, and a client has one record.</summary>
    private Lease Record(LeaseEntry entry, LeaseState state)
    {
        var client = entry.Client;
        if (state == LeaseState.Declined)
        {
            Span<byte> octets = stackalloc byte[4];
            entry.Address.CopyTo(octets);
            client = new HardwareAddress(0, octets);
        }
        return new Lease(Network.Name, entry.Address.ToIPAddress(), client, state, new DateTimeOffset(entry.Expires, TimeSpan.Zero)) { HostName = entry.HostName };
    }

    private IPv4? Reserved(LeaseContext context)
    {
        var reserved = _policy.Reservation(context.Message.Client, context.Boot?.Uuid)
            ?? (context.Boot?.OtherUuid is { } other ? _policy.Reservation(context.Message.Client, other) : null);
        return reserved is { } address && Network.Subnet.IsHost(address) ? address : null;
    }

    private bool IsTaken(IPv4 address) => !Network.Subnet.IsHost(address) || address == Network.Gateway || _isLocal(address)
        || Network.DomainServers.Contains(address) || _policy.IsTaken(address);
}
