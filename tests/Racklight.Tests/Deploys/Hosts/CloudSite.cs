using Racklight.Deploys.Hosts;
using Racklight.Sites;

namespace Racklight.Tests.Deploys.Hosts;

/// <summary>A site with a small cloud: two bonds, three networks on VLANs, a bridge for tenants.</summary>
internal static class CloudSite
{
    public const string Site = """
        site: hypervisors
        networks:
          mgmt:    { cidr: 172.29.236.0/22, dhcp: off, gateway: 172.29.236.1, dns: [172.29.236.2], link: bond0, vlan: 10, bridge: br-mgmt }
          overlay: { cidr: 172.29.240.0/22, dhcp: off, link: bond1, vlan: 30, bridge: br-vxlan, mtu: 9000 }
          storage: { cidr: 172.29.244.0/22, dhcp: off, link: bond0, vlan: 20, bridge: br-storage }
        cloud:
          management: mgmt
          tunnel: overlay
          storage: storage
          internal-vip: 172.29.236.9
          external-vip: cloud.example.org
          bridges: { br-vlan: bond1 }

        """;

    private const string Bonds = "bonds:\n  bond0: { cards: [eth0, eth2] }\n  bond1: { cards: [eth1, eth3], mode: 802.3ad }\n";

    /// <summary>Writes the site, and reads it as the program does.</summary>
    public static SiteReading Write(TemporaryFiles files, string? site = null, string? node = null)
    {
        files.Write("site/site.yaml", site ?? Site);
        files.Write("site/groups/control.yaml", "roles: [control, network]\n" + Bonds);
        files.Write("site/groups/compute.yaml", "roles: [compute, storage]\n" + Bonds);
        files.Write("site/nodes/infra1.yaml", node ?? "group: control\nmac: 52:54:00:00:00:01\naddresses: { mgmt: 172.29.236.11, overlay: 172.29.240.11 }\n");
        files.Write("site/nodes/compute1.yaml", "group: compute\nmac: 52:54:00:00:00:02\naddresses: { mgmt: 172.29.236.16, overlay: 172.29.240.16, storage: 172.29.244.16 }\n");
        return SiteReader.Read(Path.Combine(files.Root, "site"));
    }

    /// <summary>The hosts of the site.</summary>
    public static IReadOnlyList<HostPlan> Hosts(TemporaryFiles files) => HostPlan.Of(Write(files).Require());
}
