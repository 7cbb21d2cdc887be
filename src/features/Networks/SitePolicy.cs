using Racklight.NetBoot.Dhcp;
using Racklight.Nodes;
using Racklight.Sites;

namespace Racklight.Networks;

/// <summary>What the site says of single machines, for the DHCP server.</summary>
internal sealed class SitePolicy(ISites sites, INodes nodes) : IClientPolicy
{
    private volatile HashSet<IPv4> _reserved = Reserved(sites.Current);

    /// <inheritdoc/>
    public IPv4? Reservation(HardwareAddress client, string? uuid)
        => MacOf(client) is { } mac && nodes.Reservation(mac, uuid) is { } address ? IPv4.From(address) : null;

    /// <inheritdoc/>
    public bool IsTaken(IPv4 address) => _reserved.Contains(address);

    /// <inheritdoc/>
    public bool BootsFromNetwork(HardwareAddress client, string? uuid) => MacOf(client) is not { } mac || nodes.BootsFromNetwork(mac, uuid);

    /// <summary>Reads the reservations again.</summary>
    public void Refresh() => _reserved = Reserved(sites.Current);

    /// <summary>The Ethernet address of a client; null for other links.</summary>
    public static MacAddress? MacOf(HardwareAddress client)
    {
        if (client.Length != 6) return null;
        Span<byte> octets = stackalloc byte[16];
        client.CopyTo(octets);
        return new MacAddress(octets[..6]);
    }

    private static HashSet<IPv4> Reserved(Site site)
    {
        var addresses = new HashSet<IPv4>();
        foreach (var node in site.Nodes.Values)
        {
            if (IPv4.TryParse(node.Address, out var address)) addresses.Add(address);
        }
        return addresses;
    }
}
