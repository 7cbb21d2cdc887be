namespace Racklight.NetBoot.Dhcp;

/// <summary>How DHCP runs on a network.</summary>
public enum NetworkMode
{
    /// <summary>Boot options only, beside any DHCP server.</summary>
    Proxy,

    /// <summary>Leases too.</summary>
    Full,

    /// <summary>Silent on port 67; port 4011 is answered, since another server may point there.</summary>
    Off,
}

/// <summary>A network as the server sees it.</summary>
/// <param name="Name">Names it in leases and events.</param>
/// <param name="Subnet">Which clients, relays and interfaces belong to it.</param>
public sealed record DhcpNetwork(string Name, IPv4Subnet Subnet)
{
    /// <summary>The most addresses in one range: a /12.</summary>
    public const long LargestRange = 1 << 20;

    /// <summary>How DHCP runs.</summary>
    public NetworkMode Mode { get; init; }

    /// <summary>How UEFI PXE clients are led.</summary>
    public PxeStyle Pxe { get; init; }

    /// <summary>The first address to give; full mode.</summary>
    public IPv4 First { get; init; }

    /// <summary>The last address to give; full mode.</summary>
    public IPv4 Last { get; init; }

    /// <summary>The default gateway.</summary>
    public IPv4? Gateway { get; init; }

    /// <summary>Name servers; the first eight are told.</summary>
    public IReadOnlyList<IPv4> DomainServers { get; init; } = [];

    /// <summary>The domain name, ASCII, at most 253 characters.</summary>
    public string? Domain { get; init; }

    /// <summary>How long a lease lasts; 60 s to 10 years.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Speaks for the whole link: refuses (NAK) addresses that it does not know. False beside another DHCP server, whose clients it would disturb.</summary>
    public bool Authoritative { get; init; } = true;

    /// <summary>How many addresses the range has.</summary>
    public long Size => Mode == NetworkMode.Full && Last.Bits >= First.Bits ? (long)Last.Bits - First.Bits + 1 : 0;
}
