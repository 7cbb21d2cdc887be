using Racklight.Releases;
using Racklight.Tests.Releases;
using Racklight.Yaml.Lossless;

namespace Racklight.Tests.Deploys.Upgrades;

/// <summary>A globals.yml as an operator leaves it: a series' sample with the usual settings made, notes added, and something of their own.</summary>
internal static class OperatorEdits
{
    private static readonly (string Key, string Value)[] Edits =
    [
        ("kolla_base_distro", "ubuntu"), ("kolla_internal_vip_address", "192.168.10.250"), ("kolla_external_vip_address", "\"203.0.113.10\"  # from the ISP"),
        ("kolla_internal_fqdn", "cloud.internal.example"), ("network_interface", "bond0"), ("neutron_external_interface", "\"bond1\""), ("tunnel_interface", "bond0.30"),
        ("docker_registry", "\"registry.example:4000\""), ("docker_namespace", "'kolla'"), ("neutron_plugin_agent", "\"ovn\""), ("kolla_enable_tls_external", "\"yes\""),
        ("enable_haproxy", "\"yes\""), ("enable_cinder", "yes"), ("enable_cinder_backup", "no"), ("enable_magnum", "True"), ("enable_octavia", "\"yes\""), ("enable_designate", "\"no\""),
        ("enable_prometheus", "\"yes\""), ("enable_central_logging", "\"yes\""), ("enable_redis", "\"yes\""), ("enable_ceilometer", "\"{{ enable_gnocchi | bool }}\""), ("glance_backend_ceph", "\"yes\""),
        ("nova_backend_ceph", "yes"), ("nova_compute_virt_type", "\"kvm\""), ("enable_barbican", "\"yes\""),
    ];

    /// <summary>The edited sample, and the keys that were set.</summary>
    public static (string Text, IReadOnlyList<string> Keys) Of(Series series)
    {
        var blocks = YamlBlocks.Read(KollaData.Text(series, "globals.yml"));
        var edits = Edits.ToDictionary(static edit => edit.Key, static edit => edit.Value);
        var set = new HashSet<string>();
        var text = string.Concat(blocks.Select(block => block.Key is { } key && edits.TryGetValue(key, out var value) && set.Add(key) ? $"# ours: {key}\n{key}: {value}\n" : block.Text));
        // Not one of kolla-ansible's: for a play of their own; a value of several lines.
        text += "\n# Read by our own playbooks.\nacme_racks:\n  - { name: r1, hosts: 40 }\n  # not yet\n  - name: r2\n";
        set.Add("acme_racks");
        return (text, [.. set]);
    }
}
