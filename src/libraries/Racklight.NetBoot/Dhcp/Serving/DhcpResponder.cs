namespace Racklight.NetBoot.Dhcp;

/// <summary>Finds the network of a message and lets its mode decide. Pure but for the lease tables: no sockets, no clock.</summary>
internal sealed class DhcpResponder
{
    private readonly IReadOnlyList<DhcpNetwork> _networks;
    private readonly Dictionary<string, LeaseServer> _leases;
    private readonly BootDecision _boot;
    private readonly IClientPolicy _policy;
    private readonly ILocalLinks _links;

    public DhcpResponder(IReadOnlyList<DhcpNetwork> networks, BootOptions options, IBootFileSource files, IClientPolicy policy, ILocalLinks links)
    {
        _networks = networks;
        _policy = policy;
        _links = links;
        _boot = new BootDecision(options, files);
        _leases = networks.Where(network => network.Mode == NetworkMode.Full)
            .ToDictionary(network => network.Name, network => new LeaseServer(network, policy, links.IsLocal), StringComparer.Ordinal);
    }

    /// <summary>The servers of the networks in full mode.</summary>
    public IEnumerable<LeaseServer> LeaseServers => _leases.Values;

    /// <summary>The lease server of a network, or null when it is not in full mode.</summary>
    public LeaseServer? LeaseServerOf(string network) => _leases.GetValueOrDefault(network);

    /// <summary>Decides about a client's message.</summary>
    public Decision Decide(DhcpMessage message, Arrival arrival, DateTimeOffset now)
    {
        var boot = BootClient.From(message);
        var network = NetworkOf(message, arrival);
        var decision = arrival.OnBootServerPort ? AskBootServer(message, boot, network, arrival, now)
            : network is null ? new LeaseContext(message, boot, null, arrival.Local, now).Silent(KindOf(message), "no network of the site is on that wire")
            : network.Mode switch
            {
                NetworkMode.Full => Full(message, boot, network, arrival, now),
                NetworkMode.Proxy => Proxy(message, boot, network, arrival, now),
                _ => new LeaseContext(message, boot, null, arrival.Local, now).Silent(KindOf(message), "DHCP is off"),
            };
        return decision with { Event = decision.Event with { Network = network?.Name, Source = arrival.Source } };
    }

    /// <summary>RFC 3527, RFC 3011, then the relay's address, then the client's, then the interface that it came in by.</summary>
    private DhcpNetwork? NetworkOf(DhcpMessage message, Arrival arrival)
    {
        if (SubOptions.TryFind(message.Option(OptionCode.RelayInformation), RelayCode.LinkSelection, out var link) && link.Length == 4) return Containing(IPv4.Read(link));
        if (message.Address(OptionCode.SubnetSelection) is { } selected) return Containing(selected);
        if (!message.Relay.IsAny) return Containing(message.Relay);
        var local = Containing(arrival.Local) ?? OnInterface(arrival.Interface);
        // Unicast from afar (renewal through routers, port 4011 across VLANs): the client's own address tells.
        var client = message.ClientAddress.IsAny ? arrival.Source : message.ClientAddress;
        return local is not null && local.Subnet.Contains(client) || client.IsAny ? local : Containing(client) ?? local;
    }

    private DhcpNetwork? Containing(IPv4 address)
    {
        foreach (var network in _networks)
        {
            if (network.Subnet.Contains(address)) return network;
        }
        return null;
    }

    private DhcpNetwork? OnInterface(int index)
    {
        foreach (var address in _links.AddressesOf(index))
        {
            if (Containing(address) is { } network) return network;
        }
        return null;
    }

    private Decision Full(DhcpMessage message, BootClient? boot, DhcpNetwork network, Arrival arrival, DateTimeOffset now)
    {
        var answer = BootsFromHere(message, boot) ? _boot.Answer(boot!, message, AnswerKind.Full, network.Pxe, arrival.Local) : null;
        // RFC 5107: behind such a relay, clients know the relay as their server.
        var server = SubOptions.TryFind(message.Option(OptionCode.RelayInformation), RelayCode.ServerIdentifierOverride, out var own) && own.Length == 4 ? IPv4.Read(own) : arrival.Local;
        return _leases[network.Name].Decide(message, boot, answer, server, now);
    }

    /// <summary>Beside another server: offers without an address, to those who ask to boot. REQUESTs are for the other server.</summary>
    private Decision Proxy(DhcpMessage message, BootClient? boot, DhcpNetwork network, Arrival arrival, DateTimeOffset now)
    {
        var context = new LeaseContext(message, boot, null, arrival.Local, now);
        if (message.Type != MessageType.Discover) return context.Silent(KindOf(message), null);
        if (boot is null) return context.Silent(DhcpEventKind.Discover, null);
        if (!BootsFromHere(message, boot)) return context.Silent(DhcpEventKind.Discover, "boots from its own disk");
        var answer = _boot.Answer(boot, message, AnswerKind.Proxy, network.Pxe, arrival.Local);
        return answer is null
            ? context.Silent(DhcpEventKind.Discover, $"no bootloader for {boot.Firmware}")
            : (context with { Answer = answer }).Answered(DhcpEventKind.Discover, new DhcpReply(MessageType.Offer, arrival.Local) { Boot = answer });
    }

    private Decision AskBootServer(DhcpMessage message, BootClient? boot, DhcpNetwork? network, Arrival arrival, DateTimeOffset now)
    {
        var context = new LeaseContext(message, boot, null, arrival.Local, now);
        if (boot is null || message.Type is not (MessageType.Request or MessageType.Inform or MessageType.Discover)) return context.Silent(DhcpEventKind.BootServer, "does not ask to boot");
        if (!BootsFromHere(message, boot)) return context.Silent(DhcpEventKind.BootServer, "boots from its own disk");
        var answer = _boot.Answer(boot, message, AnswerKind.BootServer, network?.Pxe ?? PxeStyle.Binl, arrival.Local);
        return answer is null
            ? context.Silent(DhcpEventKind.BootServer, $"no bootloader for {boot.Firmware}")
            : (context with { Answer = answer }).Answered(DhcpEventKind.BootServer, new DhcpReply(MessageType.Ack, arrival.Local) { Boot = answer }, arrival.Source);
    }

    private bool BootsFromHere(DhcpMessage message, BootClient? boot)
        => boot is not null && _policy.BootsFromNetwork(message.Client, boot.Uuid) && (boot.OtherUuid is null || _policy.BootsFromNetwork(message.Client, boot.OtherUuid));

    private static DhcpEventKind KindOf(DhcpMessage message) => message.Type switch
    {
        MessageType.Discover => DhcpEventKind.Discover,
        MessageType.Decline => DhcpEventKind.Decline,
        MessageType.Release => DhcpEventKind.Release,
        _ => DhcpEventKind.Request,
    };
}
