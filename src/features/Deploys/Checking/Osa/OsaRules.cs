using Racklight.Deploys.Findings;
using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>
/// The rules of openstack-ansible's own inventory tool (osa_toolkit/generate.py), in its words, but all at once and with places: it stops at the first.
/// </summary>
internal static class OsaRules
{
    public const string Rule = "osa-config";

    /// <summary>All that the tool would stop at, and what it warns of.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="main">The file to blame for what is missing.</param>
    /// <param name="ownGroups">Groups that the configuration's own env.d adds.</param>
    public static IEnumerable<Finding> Check(OsaConfig config, RepositoryFile main, IReadOnlySet<string> ownGroups)
        => Networks(config, main).Concat(SameAddress(config)).Concat(SameHost(config)).Concat(Groups(config, main, ownGroups)).Concat(Names(config));

    private static IEnumerable<Finding> Networks(OsaConfig config, RepositoryFile main)
    {
        if (config.Cidrs.Count == 0) yield return Missing(main, "No container CIDR specified in user config", "cidr_networks: { management: 172.29.236.0/22 }");
        else if (!config.Cidrs.ContainsKey("container") && !config.Cidrs.ContainsKey("management") && !config.ProviderNetworks.Any(network => IsManagement(network) && network["ip_from_q"]?.Text is { } queue && config.Cidrs.ContainsKey(queue)))
        {
            yield return At(config.Top("cidr_networks")!, "No container or management network specified in user config.", "cidr_networks: { management: 172.29.236.0/22 }");
        }
        if (config.Overrides is null) yield return Missing(main, "global_overrides can't be found in user config", "global_overrides: { internal_lb_vip_address: …, provider_networks: [ … ] }");
        else if (config.Overrides is { Map: not null } && config.Overrides["provider_networks"] is null && !config.NoContainers) yield return At(config.Overrides, "provider networks can't be found under global_overrides in user config", "provider_networks: [ { network: { … } } ]");
        foreach (var network in config.ProviderNetworks)
        {
            var queue = network["ip_from_q"];
            if (queue?.Text is { } name && !config.Cidrs.ContainsKey(name)) yield return At(queue, $"can't find {name} in cidr_networks", NearestWord.Of(name, config.Cidrs.Keys) ?? $"cidr_networks: {{ {name}: … }}");
            // Neither the one nor the other counts as the same, too.
            if (network.Map is not null && network["container_bridge"]?.Text == config.Overrides?["management_bridge"]?.Text && !IsManagement(network))
            {
                yield return At(network, $"Provider network with queue '{queue?.Text ?? "None"}' requires 'is_management_address' to be set to True.", "is_management_address: true");
            }
            foreach (var route in network["static_routes"]?.Items ?? [])
            {
                if (route["cidr"] is null || route["gateway"] is null) yield return At(route, $"Static route provider network with queue '{queue?.Text ?? "None"}' needs both 'cidr' and 'gateway' values.", "{ cidr: 10.0.0.0/8, gateway: 172.29.236.1 }");
            }
        }
    }

    private static IEnumerable<Finding> SameAddress(OsaConfig config)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        var told = new HashSet<(string, string)>();
        foreach (var host in config.Hosts)
        {
            if (host.Ip is not { Text: { } ip } node || owners.TryAdd(ip, host.Name) || owners[ip] == host.Name || !told.Add((ip, host.Name))) continue;
            string[] names = [owners[ip], host.Name];
            Array.Sort(names, StringComparer.Ordinal);
            yield return At(node, $"Both host:{names[0]} and host:{names[1]} have address:{ip} assigned.  Cannot assign same ip to both hosts", "an address of its own for each host");
        }
    }

    private static IEnumerable<Finding> SameHost(OsaConfig config)
    {
        var addresses = new Dictionary<string, string>(StringComparer.Ordinal);
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var host in config.Hosts)
        {
            if (host.Ip is null && host.Node.Map is not null)
            {
                yield return At(host.Node, $"the host {host.Name} has no `ip` in {host.Group}", "ip: the host's address in the management network");
                continue;
            }
            if (host.Ip is not { Text: { } ip } node) continue;
            if (addresses.TryAdd(host.Name, ip) || addresses[host.Name] == ip || !told.Add(host.Name)) continue;
            string[] both = [addresses[host.Name], ip];
            Array.Sort(both, StringComparer.Ordinal);
            yield return At(node, $"Host {host.Name} has both {both[0]} and {both[1]} assigned", "the same address in every group");
        }
    }

    private static IEnumerable<Finding> Groups(OsaConfig config, RepositoryFile main, IReadOnlySet<string> ownGroups)
    {
        foreach (var (name, node) in config.Root.Map!)
        {
            var group = name.Replace('-', '_');
            if (group == "lxc_hosts") yield return AtKey(node, "The group 'lxc_hosts' must not be defined in config; it will be dynamically  generated.", "delete it");
            else if (group is "hosts" or "all_containers") yield return AtKey(node, $"Group {group} has a child group {(group == "hosts" ? "backup_infra_hosts" : "backup_infra_containers")}, but also has host entries in user configuration. Hosts cannot be sibling with groups.", "the groups that end in _hosts");
            else if (group is not ("global_overrides" or "cidr_networks" or "used_ips") && !IsGroup(group, ownGroups))
            {
                var near = NearestWord.Of(group, OsaGroups.Known.Keys.Concat(ownGroups).Concat(["global_overrides", "cidr_networks", "used_ips"]).Where(known => config.Top(known) is null));
                yield return AtKey(node, $"Group {group} was found in configuration but not the environment.", near is null ? null : $"did you mean {near}?", Severity.Warning);
            }
        }
        if (config.Hosts.Count == 0) yield return Missing(main, "no group has a host", "shared_infra_hosts: { infra1: { ip: 172.29.236.11 } }");
    }

    private static bool IsGroup(string group, IReadOnlySet<string> own)
        => own.Contains(group) || OsaGroups.Known.ContainsKey(group) || (group.EndsWith("_containers", StringComparison.Ordinal) && OsaGroups.Known.ContainsKey(group[..^"_containers".Length] + "_hosts"));

    private static IEnumerable<Finding> Names(OsaConfig config)
    {
        foreach (var host in config.Hosts.DistinctBy(static host => (host.Name, host.Group)))
        {
            var longest = OsaGroups.Known.GetValueOrDefault(host.Group)?.Longest ?? "";
            if (longest.Length > 0 && !config.NoContainers && $"{host.Name}-{longest}".Length > 52)
            {
                yield return AtKey(host.Node, $"The resulting combination of [ \"{host.Name}\" + \"{longest}\" ] is longer than 52 characters. This combination will result in a container name that is longer than the maximum allowable hostname of 63 characters.", "a host name of less than 20 characters");
            }
            else if (host.Name.Length > 63) yield return AtKey(host.Node, $"The resulting hostname \"{host.Name}\" is longer than 63 characters.", "a host name of less than 20 characters");
        }
    }

    /// <summary>Whatever Python takes for true.</summary>
    internal static bool IsManagement(PlacedNode network)
        => (network["is_management_address"] ?? network["is_container_address"]) is { IsNothing: false } set
            && (set.Text is { } text ? text.ToUpperInvariant() is not ("FALSE" or "NO" or "OFF" or "" or "0") : set.Items is { Count: > 0 } || set.Map is { Count: > 0 });

    internal static Finding At(PlacedNode node, string message, string? instead, Severity severity = Severity.Error) => new(Rule, node.File.Path, message) { Line = node.Mark.Line, Column = node.Mark.Column, Instead = instead, Severity = severity };

    internal static Finding AtKey(PlacedNode node, string message, string? instead, Severity severity = Severity.Error) => new(Rule, node.File.Path, message) { Line = node.KeyMark.Line, Column = node.KeyMark.Column, Instead = instead, Severity = severity };

    private static Finding Missing(RepositoryFile main, string message, string instead) => main.Found(Rule, new YamlMark(1, 1), message, instead);
}
