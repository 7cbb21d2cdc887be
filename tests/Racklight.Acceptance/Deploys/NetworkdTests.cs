using Racklight.Acceptance.Boots;

namespace Racklight.Acceptance.Deploys;

/// <summary>The files that <c>deploy hosts</c> writes for networkd, carried out by networkd itself.</summary>
public sealed class NetworkdTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-hosts-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact(Timeout = 900_000)]
    public async Task Bonds_vlans_and_bridges_are_made_with_their_addresses_and_nothing_is_ignored()
    {
        using var machine = await NetworkdMachine.MakeAsync(Token);
        await WriteAsync();
        var made = await machine.RunAsync(Path.Combine(_directory, "out/compute1/etc/systemd/network"), Token);
        made.Complaints.ShouldBeEmpty();
        foreach (var (bond, mode, cards) in new[] { ("bond0", "active-backup", new[] { "eth0", "eth2" }), ("bond1", "802.3ad", ["eth1", "eth3"]) })
        {
            made.Kind(bond).ShouldBe("bond");
            made.Data(bond).GetProperty("mode").GetString().ShouldBe(mode);
            made.Data(bond).GetProperty("miimon").GetInt32().ShouldBe(100);
            foreach (var card in cards) made.Master(card).ShouldBe(bond);
        }
        made.Data("bond0").GetProperty("primary").GetString().ShouldBe("eth0");
        made.Data("bond1").GetProperty("ad_lacp_rate").GetString().ShouldBe("fast");
        made.Data("bond1").GetProperty("xmit_hash_policy").GetString().ShouldBe("layer3+4");
        foreach (var (vlan, number, link, bridge) in new[] { ("bond0.10", 10, "bond0", "br-mgmt"), ("bond0.20", 20, "bond0", "br-storage"), ("bond1.30", 30, "bond1", "br-vxlan") })
        {
            made.Kind(vlan).ShouldBe("vlan");
            made.Data(vlan).GetProperty("id").GetInt32().ShouldBe(number);
            made.Link(vlan).GetProperty("link").GetString().ShouldBe(link);
            made.Master(vlan).ShouldBe(bridge);
        }
        foreach (var (bridge, address) in new[] { ("br-mgmt", "172.29.236.16/22"), ("br-vxlan", "172.29.240.16/22"), ("br-storage", "172.29.244.16/22"), ("br-vlan", null) })
        {
            made.Kind(bridge).ShouldBe("bridge");
            made.Link(bridge).GetProperty("operstate").GetString().ShouldBe("UP", bridge);
            made.Ipv4(bridge).ShouldBe(address is null ? [] : [address]);
        }
        made.Master("bond1").ShouldBe("br-vlan");
        foreach (var large in new[] { "bond1", "bond1.30", "br-vxlan", "eth1", "eth3" }) made.Link(large).GetProperty("mtu").GetInt32().ShouldBe(9000, large);
        made.Link("br-mgmt").GetProperty("mtu").GetInt32().ShouldBe(1500);
    }

    [Fact(Timeout = 900_000)]
    public async Task A_word_that_networkd_does_not_know_would_be_noticed()
    {
        using var machine = await NetworkdMachine.MakeAsync(Token);
        await WriteAsync();
        var files = Path.Combine(_directory, "out/infra1/etc/systemd/network");
        // A key, a section and a value, each in a file that is right but for that.
        Replace(Path.Combine(files, "50-br-mgmt.netdev"), "STP=no", "STPP=no");
        Replace(Path.Combine(files, "51-br-vxlan.network"), "[Network]", "[Netwrk]");
        Replace(Path.Combine(files, "51-br-mgmt.network"), "172.29.236.11/22", "172.29.236.311/22");
        var made = await machine.RunAsync(files, Token);
        made.Complaints.Where(static line => line.Contains("50-br-mgmt.netdev", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldContain("Unknown key 'STPP' in section [Bridge]");
        made.Complaints.ShouldContain(static line => line.Contains("51-br-vxlan.network", StringComparison.Ordinal) && line.Contains("Unknown section 'Netwrk'", StringComparison.Ordinal));
        made.Complaints.ShouldContain(static line => line.Contains("51-br-mgmt.network", StringComparison.Ordinal) && line.Contains("172.29.236.311", StringComparison.Ordinal));
        made.Ipv4("br-mgmt").ShouldBeEmpty();
        made.Ipv4("br-storage").ShouldBeEmpty();
        made.Kind("bond0.20").ShouldBe("vlan");
    }

    private async Task WriteAsync()
    {
        Write("site.yaml", """
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

            """);
        foreach (var (group, roles) in new[] { ("control", "[control, network]"), ("compute", "[compute, storage]") }) Write($"groups/{group}.yaml", $"roles: {roles}\nbonds:\n  bond0: {{ cards: [eth0, eth2] }}\n  bond1: {{ cards: [eth1, eth3], mode: 802.3ad }}\n");
        Write("nodes/infra1.yaml", "group: control\nmac: 52:54:00:00:00:01\naddresses: { mgmt: 172.29.236.11, overlay: 172.29.240.11 }\n");
        Write("nodes/compute1.yaml", "group: compute\nmac: 52:54:00:00:00:02\naddresses: { mgmt: 172.29.236.16, overlay: 172.29.240.16, storage: 172.29.244.16 }\n");
        var written = await RacklightProgram.RunAsync(Token, "deploy", "hosts", "--for", "network", "--style", "networkd", "--site", Path.Combine(_directory, "site"), "--out", Path.Combine(_directory, "out"));
        written.ExitCode.ShouldBe(0, written.Error);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_directory, "site", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void Replace(string path, string old, string fresh)
    {
        var text = File.ReadAllText(path);
        text.ShouldContain(old);
        File.WriteAllText(path, text.Replace(old, fresh, StringComparison.Ordinal));
    }
}
