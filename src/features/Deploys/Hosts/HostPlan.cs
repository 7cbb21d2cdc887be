using Racklight.Sites;

namespace Racklight.Deploys.Hosts;

/// <summary>A bond of a host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cards">Its cards.</param>
/// <param name="Mode">Its mode, in the kernel's word.</param>
/// <param name="Mtu">The largest packet of what it carries, or null.</param>
internal sealed record HostBond(string Name, IReadOnlyList<string> Cards, string Mode, string? Mtu);

/// <summary>A network on a host: from the link, over its VLAN, to the bridge.</summary>
/// <param name="Network">The network's name; that of the bridge when it has no address.</param>
/// <param name="Link">The bond or card.</param>
/// <param name="Vlan">The VLAN, or null.</param>
/// <param name="Bridge">The bridge, or null.</param>
/// <param name="Mtu">The largest packet, or null.</param>
internal sealed record HostNetwork(string Network, string Link, string? Vlan, string? Bridge, string? Mtu)
{
    /// <summary>Its address with the length of the prefix, or null: other machines and containers have theirs behind the bridge.</summary>
    public string? Address { get; init; }

    /// <summary>The default gateway, on one network of a host only.</summary>
    public string? Gateway { get; init; }

    /// <summary>Name servers, where the gateway is.</summary>
    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>The interface below the bridge: the VLAN's, or the link itself.</summary>
    public string Port => Vlan is null ? Link : $"{Link}.{Vlan}";

    /// <summary>The interface that has the address.</summary>
    public string Interface => Bridge ?? Port;
}

/// <summary>A host of the cloud, as the site describes it.</summary>
/// <param name="Name">The node.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Management">Its address in the management network.</param>
internal sealed record HostPlan(string Name, IReadOnlyList<string> Roles, string Management)
{
    /// <summary>Its bonds.</summary>
    public IReadOnlyList<HostBond> Bonds { get; init; } = [];

    /// <summary>Its networks.</summary>
    public IReadOnlyList<HostNetwork> Networks { get; init; } = [];

    /// <summary>Cards and bonds that carry something and are no bond's member, in order.</summary>
    public IEnumerable<string> Links => Networks.Select(static network => network.Link).Distinct(StringComparer.Ordinal);

    /// <summary>The hosts of a site's cloud, in the order of their names.</summary>
    /// <exception cref="ProblemException">The site has no cloud, or a host has no address in its management network.</exception>
    public static IReadOnlyList<HostPlan> Of(Site site)
    {
        var cloud = site.File.Cloud ?? throw new ProblemException(new Problem("this site describes no cloud") { File = "site.yaml", Hint = "cloud: { management: mgmt, internal-vip: 172.29.236.9, external-vip: cloud.example.org }, and roles in groups/ or nodes/" });
        var nodes = site.Nodes.Where(node => site.RolesOf(node.Value).Count > 0).OrderBy(static node => node.Key, StringComparer.Ordinal).ToList();
        if (nodes.Count == 0) throw new ProblemException(new Problem("no node has a role in the cloud") { File = "site.yaml", Hint = "roles: [compute], in a file of groups/ or nodes/" });
        var problems = new List<Problem>();
        var hosts = new List<HostPlan>();
        foreach (var (name, node) in nodes)
        {
            if (AddressIn(site, node, cloud.Management) is not { } management)
            {
                problems.Add(new Problem($"this host has no address in the management network `{cloud.Management}`") { File = $"nodes/{name}.yaml", Hint = $"addresses: {{ {cloud.Management}: … }}" });
                continue;
            }
            hosts.Add(Plan(site, cloud, name, node, management));
        }
        if (problems.Count > 0) throw new ProblemException(problems);
        return hosts;
    }

    private static HostPlan Plan(Site site, CloudConfig cloud, string name, NodeFile node, string management)
    {
        var networks = new List<HostNetwork>();
        foreach (var (network, config) in site.File.Networks.Where(static entry => entry.Value.Link is not null).OrderBy(static entry => entry.Key, StringComparer.Ordinal))
        {
            var home = network == cloud.Management;
            networks.Add(new HostNetwork(network, config.Link!, config.Vlan, config.Bridge, config.Mtu)
            {
                Address = AddressIn(site, node, network) is { } address && Ipv4Network.TryParse(config.Cidr, out var subnet, out _) ? $"{address}/{subnet.Prefix}" : null,
                Gateway = home ? config.Gateway : null,
                Dns = home ? config.Dns : [],
            });
        }
        foreach (var (bridge, link) in cloud.Bridges ?? new Dictionary<string, string>()) networks.Add(new HostNetwork(bridge, link, null, bridge, null));
        var bonds = site.BondsOf(node).Select(bond => new HostBond(bond.Key, bond.Value.Cards, bond.Value.Mode, networks.Where(network => network.Link == bond.Key).Select(static network => network.Mtu).OfType<string>().MaxBy(static mtu => int.Parse(mtu, System.Globalization.CultureInfo.InvariantCulture))));
        return new HostPlan(name, site.RolesOf(node), management) { Bonds = [.. bonds], Networks = networks };
    }

    private static string? AddressIn(Site site, NodeFile node, string network)
    {
        if (node.Addresses?.TryGetValue(network, out var own) == true) return own;
        return node.Address is { } address && site.File.Networks.TryGetValue(network, out var config) && Ipv4Network.TryParse(config.Cidr, out var subnet, out _) && Ipv4Network.TryAddress(address, out var number) && subnet.Contains(number) ? address : null;
    }
}
