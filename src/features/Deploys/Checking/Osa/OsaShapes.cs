using System.Net;
using System.Net.Sockets;
using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>
/// What openstack-ansible's inventory tool takes for granted: where it wants a list, a mapping or a word and finds something else, it ends with Python's
/// words for that (<c>'NoneType' object has no attribute 'items'</c>) and without a place.
/// </summary>
internal static class OsaShapes
{
    // The tool holds every address of a network in a list.
    private const int MostHostBits = 24;

    /// <summary>All that it would stumble over.</summary>
    public static IEnumerable<Finding> Check(OsaConfig config) => Hosts(config).Concat(Limits(config)).Concat(Overrides(config)).Concat(Networks(config));

    private static IEnumerable<Finding> Hosts(OsaConfig config)
    {
        foreach (var (name, group) in config.Groups)
        {
            if (group.Map is null)
            {
                yield return OsaRules.AtKey(group, $"{name} is no mapping of hosts", $"{name}: {{ infra1: {{ ip: 172.29.236.11 }} }}, or no such line");
                continue;
            }
            foreach (var (host, node) in group.Map)
            {
                if (node.Map is null) yield return OsaRules.AtKey(node, $"the host {host} in {name} is no mapping", $"{host}: {{ ip: 172.29.236.11 }}");
                else if (node["ip"] is { Text: null } ip) yield return OsaRules.At(ip, $"the ip of {host} in {name} is no address", "ip: 172.29.236.11");
            }
        }
    }

    private static IEnumerable<Finding> Limits(OsaConfig config)
        => config.Hosts.Select(static host => host.Node["container_vars"]).OfType<PlacedNode>().SelectMany(static variables => variables.Map?.Values ?? [])
            .Select(static variable => variable["limit_container_types"]).OfType<PlacedNode>().Where(static limit => limit.Text is null)
            .Select(static limit => OsaRules.At(limit, "limit_container_types is no word: the tool looks for it in a container's name", "limit_container_types: cinder_volume"));

    private static IEnumerable<Finding> Overrides(OsaConfig config)
    {
        if (config.Overrides is not { } overrides) yield break;
        if (overrides.Map is null)
        {
            yield return OsaRules.AtKey(overrides, "global_overrides is no mapping", "global_overrides: { internal_lb_vip_address: …, provider_networks: [ … ] }");
            yield break;
        }
        if (overrides["provider_networks"] is not { } networks) yield break;
        if (networks.Items is null)
        {
            yield return OsaRules.AtKey(networks, "provider_networks is no list", "provider_networks: [ { network: { … } } ]");
            yield break;
        }
        foreach (var item in networks.Items)
        {
            if (item.Map is null) yield return OsaRules.At(item, "a provider network is no mapping", "- network: { … }");
            else if (item["network"] is not { } network || network.IsNothing) yield return OsaRules.At(item, "this names no network: the tool passes it over", "- network: { … }", Severity.Warning);
            else if (network.Map is null) yield return OsaRules.At(network, "a provider network is no mapping", "- network: { … }");
            else
            {
                if (network["group_binds"] is { } binds && (binds.Items is null || binds.Items.Any(static bind => bind.Text is null || bind.IsNothing))) yield return OsaRules.AtKey(binds, "group_binds is no list of groups", "group_binds: [all_containers, hosts]");
                if (network["ip_from_q"] is { Text: null, IsNothing: false } queue) yield return OsaRules.At(queue, "ip_from_q names no network", "ip_from_q: management");
                if (OsaRules.IsManagement(network) && !config.NoContainers && (network["ip_from_q"] is not { } from || from.IsNothing)) yield return OsaRules.At(network, "the management network has no ip_from_q: containers get no address", "ip_from_q: management");
            }
        }
    }

    private static IEnumerable<Finding> Networks(OsaConfig config)
    {
        if (config.Root["cidr_networks"] is { Map: null, IsNothing: false } all)
        {
            yield return OsaRules.AtKey(all, "cidr_networks is no mapping", "cidr_networks: { management: 172.29.236.0/22 }");
            yield break;
        }
        foreach (var (name, node) in config.Cidrs)
        {
            if (OsaAddresses.TryNetwork(node.Text ?? "", out var network) && Bits(network.BaseAddress) - network.PrefixLength > MostHostBits)
                yield return OsaRules.At(node, $"{name} ({network}) has more addresses than the inventory tool can hold: it makes a list of them", network.BaseAddress.AddressFamily == AddressFamily.InterNetworkV6 ? "a /112, or a network of IPv4" : "172.29.236.0/22");
        }
    }

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;
}
