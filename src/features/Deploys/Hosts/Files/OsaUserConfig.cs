using Racklight.Sites;

namespace Racklight.Deploys.Hosts.Files;

/// <summary>openstack-ansible's <c>openstack_user_config.yml</c> from a site's cloud.</summary>
internal static class OsaUserConfig
{
    private static readonly (string Role, string[] Groups)[] Groups =
    [
        ("control",
        [
            "shared_infra_hosts", "coordination_hosts", "repo_infra_hosts", "identity_hosts", "storage_infra_hosts", "image_hosts", "placement_infra_hosts",
            "compute_infra_hosts", "orchestration_hosts", "dashboard_hosts", "network_infra_hosts", "network_northd_hosts",
        ]),
        ("loadbalancer", ["load_balancer_hosts"]),
        ("network", ["network_gateway_hosts"]),
        ("compute", ["compute_hosts"]),
        ("storage", ["storage_hosts"]),
    ];

    /// <summary>What the file should hold.</summary>
    public static WantedMap Of(Site site, IReadOnlyList<HostPlan> hosts)
    {
        var cloud = site.File.Cloud!;
        var cidrs = new WantedMap();
        foreach (var (queue, network) in Queues(cloud)) cidrs.Set(queue, site.File.Networks[network].Cidr);
        var wanted = new WantedMap()
            .Set("cidr_networks", cidrs)
            .Once("used_ips", UsedIps(site, hosts))
            .Set("global_overrides", new WantedMap()
                .Set("internal_lb_vip_address", cloud.InternalVip)
                .Set("external_lb_vip_address", cloud.ExternalVip)
                .Set("management_bridge", site.File.Networks[cloud.Management].Bridge ?? "br-mgmt")
                .Once("provider_networks", ProviderNetworks(site)));
        foreach (var (role, groups) in Groups)
        {
            var members = hosts.Where(host => host.Roles.Contains(role)).ToList();
            // Without a load balancer of their own the control hosts balance.
            if (role == "loadbalancer" && members.Count == 0) members = [.. hosts.Where(static host => host.Roles.Contains("control"))];
            if (members.Count == 0) continue;
            foreach (var group in groups)
            {
                var map = new WantedMap();
                foreach (var host in members) map.Set(host.Name, new WantedMap().Set("ip", host.Management));
                wanted.Set(group, map);
            }
        }
        return wanted;
    }

    private static IEnumerable<(string Queue, string Network)> Queues(CloudConfig cloud)
    {
        yield return ("management", cloud.Management);
        if (cloud.Tunnel is { } tunnel) yield return ("tunnel", tunnel);
        if (cloud.Storage is { } storage) yield return ("storage", storage);
    }

    /// <summary>Every address that something has already: gateways, hosts, what DHCP gives, the load balancer.</summary>
    private static List<string> UsedIps(Site site, IReadOnlyList<HostPlan> hosts)
    {
        var used = new SortedSet<uint>();
        var ranges = new List<string>();
        foreach (var network in Queues(site.File.Cloud!).Select(queue => site.File.Networks[queue.Network]))
        {
            if (Ipv4Network.TryAddress(network.Gateway, out var gateway)) used.Add(gateway);
            if (Ipv4Range.TryParse(network.Range, out var range)) ranges.Add($"- \"{Ipv4Network.ToAddress(range.First)},{Ipv4Network.ToAddress(range.Last)}\"");
        }
        if (Ipv4Network.TryAddress(site.File.Cloud!.InternalVip, out var vip)) used.Add(vip);
        if (Ipv4Network.TryAddress(site.File.Cloud!.ExternalVip, out var external)) used.Add(external);
        foreach (var text in hosts.SelectMany(static host => host.Networks).Select(static network => network.Address).OfType<string>())
        {
            if (Ipv4Network.TryParse(text, out _, out var address)) used.Add(address);
        }
        return [.. used.Select(static address => $"- \"{Ipv4Network.ToAddress(address)}\""), .. ranges];
    }

    private static List<string> ProviderNetworks(Site site)
    {
        var cloud = site.File.Cloud!;
        var lines = new List<string>();
        Network(lines, site.File.Networks[cloud.Management].Bridge ?? "br-mgmt", "eth1", "raw", ["ip_from_q: management", "is_management_address: true"], "all_containers", "hosts");
        if (cloud.Tunnel is { } tunnel) Network(lines, site.File.Networks[tunnel].Bridge ?? "br-vxlan", "eth10", "geneve", ["ip_from_q: tunnel", "range: \"1:1000\"", "net_name: geneve"], "neutron_ovn_controller");
        if (cloud.Storage is { } storage) Network(lines, site.File.Networks[storage].Bridge ?? "br-storage", "eth2", "raw", ["ip_from_q: storage"], "glance_api", "cinder_api", "cinder_volume", "nova_compute");
        var number = 1;
        foreach (var bridge in cloud.Bridges?.Keys ?? [])
        {
            Network(lines, bridge, $"eth{10 + number}", "vlan", ["range: \"101:200\"", $"net_name: physnet{number}"], "neutron_ovn_controller");
            number++;
        }
        return lines;
    }

    private static void Network(List<string> lines, string bridge, string card, string type, string[] more, params string[] binds)
    {
        lines.AddRange(["- network:", $"    container_bridge: {bridge}", "    container_type: veth", $"    container_interface: {card}", $"    type: {type}"]);
        lines.AddRange(more.Select(static line => "    " + line));
        lines.Add("    group_binds:");
        lines.AddRange(binds.Select(static bind => $"      - {bind}"));
    }
}
