using System.Net;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>
/// What openstack-ansible's own tool does not look at: the arithmetic of addresses. It takes such a configuration; what
/// surely ends the deploy later is an error all the same, what only may is a warning.
/// </summary>
internal static class OsaAddresses
{
    /// <summary>All that will go wrong when containers get their addresses.</summary>
    public static IEnumerable<Finding> Check(OsaConfig config)
    {
        var networks = new List<(string Name, IPNetwork Network, PlacedNode Node)>();
        foreach (var (name, node) in config.Cidrs)
        {
            if (node.Text is null || !TryNetwork(node.Text, out var network))
            {
                yield return OsaRules.At(node, $"`{node.Text}` is no network", "172.29.236.0/22");
                continue;
            }
            if (networks.FirstOrDefault(other => Overlap(other.Network, network)) is { Name: not null } first) yield return OsaRules.At(node, $"{name} ({network}) overlaps {first.Name} ({first.Network})", "addresses of its own for each network");
            networks.Add((name, network, node));
        }
        var used = new UsedAddresses();
        foreach (var item in config.Top("used_ips")?.Items ?? [])
        {
            if (used.Add(item.Text ?? "") is { } fault) yield return OsaRules.At(item, fault.Message, "\"172.29.236.1,172.29.236.50\", both ends inside", fault.Severity);
        }
        if (config.Top("used_ips") is { Items: null } no) yield return OsaRules.AtKey(no, "used_ips is no list: the tool passes it over", "used_ips: [\"172.29.236.1,172.29.236.50\"]", Severity.Warning);
        var management = networks.FirstOrDefault(static network => network.Name is "management" or "container");
        if (management.Name is null) yield break;
        foreach (var finding in Balancer(config, management.Network, used).Concat(Hosts(config, management, used)).Concat(Pool(config, management, used))) yield return finding;
    }

    private static IEnumerable<Finding> Balancer(OsaConfig config, IPNetwork management, UsedAddresses used)
    {
        foreach (var key in new[] { "internal_lb_vip_address", "external_lb_vip_address" })
        {
            if (config.Overrides is not { } overrides) yield break;
            if (overrides[key] is not { } node)
            {
                yield return OsaRules.At(overrides, $"{key} is missing", $"{key}: an address of the load balancer, or a name");
                continue;
            }
            if (!IPAddress.TryParse(node.Text, out var address)) continue;
            if (management.Contains(address) && !used.Contains(address)) yield return OsaRules.At(node, $"{address} may be given to a container: it is not among used_ips", $"used_ips: [\"{address}\"]", Severity.Warning);
            if (config.Hosts.FirstOrDefault(host => host.Ip?.Text == node.Text) is { } host && key == "internal_lb_vip_address" && config.Hosts.Where(static one => one.Group is "load_balancer_hosts" or "haproxy_hosts").Select(static one => one.Name).Distinct().Count() > 1)
            {
                yield return OsaRules.At(node, $"{address} is the address of {host.Name}: with several load balancers none of them can take it over", "an address that no host has", Severity.Warning);
            }
        }
    }

    private static IEnumerable<Finding> Hosts(OsaConfig config, (string Name, IPNetwork Network, PlacedNode Node) management, UsedAddresses used)
    {
        foreach (var host in config.Hosts.DistinctBy(static host => (host.Name, host.Ip?.Text)))
        {
            if (host.Ip is not { Text: { } text } node) continue;
            if (!IPAddress.TryParse(text, out var address)) yield return OsaRules.At(node, $"`{text}` is no address", "ip: 172.29.236.11", Severity.Warning);
            else if (!management.Network.Contains(address)) yield return OsaRules.At(node, $"{host.Name}'s address {address} is outside of {management.Name} ({management.Network})", "the host's address on the management bridge", Severity.Warning);
            else if (!used.Contains(address)) yield return OsaRules.At(node, $"{host.Name}'s address {address} may be given to a container: it is not among used_ips", $"used_ips: [\"{address}\"]", Severity.Warning);
        }
    }

    /// <summary>A container takes an address of the management network, chosen by chance from what is left.</summary>
    private static IEnumerable<Finding> Pool(OsaConfig config, (string Name, IPNetwork Network, PlacedNode Node) management, UsedAddresses used)
    {
        if (config.NoContainers || management.Network.PrefixLength < 16) yield break;
        var wanted = config.Hosts.Where(static host => host.Node["no_containers"]?.Text is not ("true" or "True")).DistinctBy(static host => (host.Group, host.Name)).Sum(host => OsaGroups.Known.GetValueOrDefault(host.Group)?.Containers ?? 0);
        var free = used.Free(management.Network);
        if (wanted > free)
        {
            yield return OsaRules.At(management.Node, $"Cannot retrieve requested amount of IP addresses. Increase the {management.Name} range in your openstack_user_config.yml.: {wanted} containers want one, {free} are left", "a larger network, or fewer used_ips");
        }
    }

    /// <summary>Reads a network; an address within it counts for it.</summary>
    internal static bool TryNetwork(string text, out IPNetwork network)
    {
        network = default;
        // Ansible's netaddr takes an address within the network for the network.
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address) || !int.TryParse(text[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture, out var prefix)) return false;
        var bytes = address.GetAddressBytes();
        if (prefix < 0 || prefix > bytes.Length * 8) return false;
        for (var bit = prefix; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(128 >> bit % 8);
        network = new IPNetwork(new IPAddress(bytes), prefix);
        return true;
    }

    private static bool Overlap(IPNetwork a, IPNetwork b) => a.BaseAddress.AddressFamily == b.BaseAddress.AddressFamily && (a.Contains(b.BaseAddress) || b.Contains(a.BaseAddress));
}
