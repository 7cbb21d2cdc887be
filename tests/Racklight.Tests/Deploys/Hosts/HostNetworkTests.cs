using Racklight.Deploys.Hosts.Commands;

namespace Racklight.Tests.Deploys.Hosts;

/// <summary>Network files, read by the programs that they are for.</summary>
public class HostNetworkTests
{
    [Fact]
    public async Task Netplan_generates_what_the_site_says()
    {
        var netplan = DeployTools.Need("netplan", "apt-get install netplan.io");
        using var files = new TemporaryFiles();
        HostsCommand.NetworkFiles(files.Root, CloudSite.Hosts(files), "netplan", force: false).ShouldContain("infra1/etc/netplan/60-racklight.yaml: written");
        var root = Path.Combine(files.Root, "compute1");
        var generated = await DeployTools.RunAsync(root, null, netplan, "generate", "--root-dir", root);
        generated.ExitCode.ShouldBe(0, generated.Error);
        generated.Error.ShouldNotContain("WARNING");
        string Made(string name) => File.ReadAllText(Path.Combine(root, "run/systemd/network", name));
        Made("10-netplan-bond1.netdev").ShouldContain("Mode=802.3ad");
        Made("10-netplan-bond0.10.netdev").ShouldContain("Id=10");
        Made("10-netplan-br-mgmt.network").ShouldContain("Address=172.29.236.16/22");
        Made("10-netplan-bond0.20.network").ShouldContain("Bridge=br-storage");
        Made("10-netplan-br-vxlan.netdev").ShouldContain("Kind=bridge");
    }

    [Fact]
    public async Task Ifquery_reads_every_interface_with_its_options()
    {
        var ifquery = DeployTools.Need("ifquery", "apt-get install ifupdown");
        using var files = new TemporaryFiles();
        HostsCommand.NetworkFiles(files.Root, CloudSite.Hosts(files), "ifupdown", force: false);
        var path = Path.Combine(files.Root, "compute1/etc/network/interfaces.d/racklight");
        var listed = await DeployTools.RunAsync(files.Root, null, ifquery, "-i", path, "--list");
        listed.ExitCode.ShouldBe(0, listed.Error);
        listed.Output.Split('\n').Where(static name => name != "lo").Order(StringComparer.Ordinal).ShouldBe(["bond0", "bond0.10", "bond0.20", "bond1", "bond1.30", "br-mgmt", "br-storage", "br-vlan", "br-vxlan", "eth0", "eth1", "eth2", "eth3"]);
        async Task<string> Of(string name) => (await DeployTools.RunAsync(files.Root, null, ifquery, "-i", path, name)).Output;
        (await Of("br-mgmt")).ShouldContain("bridge_ports: bond0.10");
        // ifupdown takes the prefix off, and tells it as a netmask.
        (await Of("br-mgmt")).ShouldContain("address: 172.29.236.16\n");
        (await Of("br-mgmt")).ShouldContain("netmask: ");
        (await Of("br-mgmt")).ShouldContain("gateway: 172.29.236.1");
        (await Of("bond1")).ShouldContain("bond-mode: 802.3ad");
        (await Of("bond0.20")).ShouldContain("vlan-raw-device: bond0");
        (await Of("eth2")).ShouldContain("bond-master: bond0");
    }

    [Fact]
    public void Networkd_gets_a_file_for_each_device_and_each_network()
    {
        using var files = new TemporaryFiles();
        HostsCommand.NetworkFiles(files.Root, CloudSite.Hosts(files), "networkd", force: false);
        var names = Directory.EnumerateFiles(Path.Combine(files.Root, "infra1/etc/systemd/network")).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        names.ShouldBe(
        [
            "10-bond0.netdev", "10-bond1.netdev", "20-eth0.network", "20-eth1.network", "20-eth2.network", "20-eth3.network", "30-bond0.network", "30-bond1.network",
            "40-bond0.10.netdev", "40-bond0.20.netdev", "40-bond1.30.netdev", "41-bond0.10.network", "41-bond0.20.network", "41-bond1.30.network",
            "50-br-mgmt.netdev", "50-br-storage.netdev", "50-br-vlan.netdev", "50-br-vxlan.netdev", "51-br-mgmt.network", "51-br-storage.network", "51-br-vlan.network", "51-br-vxlan.network",
        ]);
        files.Read("infra1/etc/systemd/network/30-bond1.network").ShouldContain("VLAN=bond1.30\n");
        files.Read("infra1/etc/systemd/network/30-bond1.network").ShouldContain("Bridge=br-vlan\n");
        files.Read("infra1/etc/systemd/network/51-br-mgmt.network").ShouldContain("Address=172.29.236.11/22\nGateway=172.29.236.1\nDNS=172.29.236.2\n");
        // The storage network has no address on this host: its containers have theirs.
        files.Read("infra1/etc/systemd/network/51-br-storage.network").ShouldContain("LinkLocalAddressing=no");
    }

    [Fact]
    public void A_file_that_was_changed_by_hand_is_left()
    {
        using var files = new TemporaryFiles();
        var hosts = CloudSite.Hosts(files);
        HostsCommand.NetworkFiles(files.Root, hosts, "netplan", force: false);
        const string path = "infra1/etc/netplan/60-racklight.yaml";
        files.Write(path, files.Read(path) + "# mine\n");
        Should.Throw<ProblemException>(() => HostsCommand.NetworkFiles(files.Root, hosts, "netplan", force: false)).Problems.ShouldHaveSingleItem().File.ShouldBe(path);
        files.Read(path).ShouldEndWith("# mine\n");
    }
}
