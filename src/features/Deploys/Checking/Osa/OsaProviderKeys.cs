using Racklight.Deploys.Findings;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>Keys of provider networks that nothing reads: openstack-ansible takes them without a word.</summary>
internal static class OsaProviderKeys
{
    private static readonly string[] Known =
    [
        "type", "container_bridge", "container_bridge_type", "container_interface", "container_type", "container_mtu", "ip_from_q", "address_prefix",
        "is_management_address", "is_container_address", "is_ssh_address", "is_overlay_address", "is_storage_address", "is_tunnel_address", "is_metal", "group_binds", "reference_group", "net_name", "range",
        "host_bind_override", "host_bridge", "network_interface", "static_routes", "gateway", "sriov_host_interfaces", "multicast_group", "pxe", "bridge", "tunnel_csum", "mtu",
    ];

    private static readonly string[] Types = ["raw", "vlan", "vxlan", "geneve", "flat", "local"];

    /// <summary>All keys and types that are none.</summary>
    public static IEnumerable<Finding> Check(OsaConfig config)
    {
        foreach (var network in config.ProviderNetworks)
        {
            foreach (var (key, value) in network.Map ?? new Dictionary<string, Deploys.Reading.PlacedNode>())
            {
                if (!Known.Contains(key)) yield return OsaRules.AtKey(value, $"a provider network has no key `{key}`", NearestWord.Of(key, Known) ?? "delete it", Severity.Warning);
            }
            if (network["type"] is { Text: { } type } node && !Types.Contains(type)) yield return OsaRules.At(node, $"`{type}` is no type of network{(NearestWord.Of(type, Types) is { } near ? $", did you mean `{near}`?" : "")}", string.Join(", ", Types), Severity.Warning);
            if (network["type"]?.Text is "vlan" or "vxlan" or "geneve" && network["range"] is null) yield return OsaRules.At(network, $"a network of type {network["type"]!.Text} has no range", "range: \"1:1000\"", Severity.Warning);
        }
    }
}
