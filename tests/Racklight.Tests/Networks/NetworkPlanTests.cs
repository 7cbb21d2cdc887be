using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks;
using Racklight.Sites;

namespace Racklight.Tests.Networks;

public sealed class NetworkPlanTests
{
    [Fact]
    public void A_network_in_full_mode_has_its_range_and_what_clients_are_told()
    {
        var network = NetworkPlan.Of(SiteOf(Rack), DhcpMode.Site, despiteOther: false).Single();
        network.Mode.ShouldBe(NetworkMode.Full);
        network.Subnet.ToString().ShouldBe("10.20.0.0/24");
        network.First.ToString().ShouldBe("10.20.0.100");
        network.Last.ToString().ShouldBe("10.20.0.199");
        network.Size.ShouldBe(100);
        network.Gateway!.Value.ToString().ShouldBe("10.20.0.1");
        network.DomainServers.Single().ToString().ShouldBe("10.20.0.1");
        network.LeaseTime.ShouldBe(TimeSpan.FromMinutes(45));
        network.Pxe.ShouldBe(PxeStyle.Bypass);
        network.Authoritative.ShouldBeTrue();
    }

    [Theory]
    [InlineData(DhcpMode.Proxy, NetworkMode.Proxy)]
    [InlineData(DhcpMode.Off, NetworkMode.Off)]
    [InlineData(DhcpMode.Full, NetworkMode.Full)]
    public void The_command_line_goes_before_the_site(DhcpMode asked, NetworkMode mode) => NetworkPlan.Of(SiteOf(Rack), asked, despiteOther: false).Single().Mode.ShouldBe(mode);

    [Fact]
    public void Beside_another_server_it_is_not_authoritative() => NetworkPlan.Of(SiteOf(Rack), DhcpMode.Site, despiteOther: true).Single().Authoritative.ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("10.20.0.100")]
    [InlineData("10.20.0.199-10.20.0.100")]
    [InlineData("10.20.0.0-10.20.0.199")]
    [InlineData("10.21.0.1-10.21.0.9")]
    public void Full_mode_needs_a_range_within_the_subnet(string? range)
        => Should.Throw<ProblemException>(() => NetworkPlan.Of(SiteOf(Rack with { Range = range }), DhcpMode.Site, despiteOther: false)).Message.ShouldContain("network rack1");

    [Fact]
    public void A_range_larger_than_the_neighbour_table_is_warned_of_with_the_remedy()
    {
        var networks = NetworkPlan.Of(SiteOf(Rack with { Cidr = "10.20.0.0/16", Range = "10.20.1.0-10.20.16.255" }), DhcpMode.Site, despiteOther: false);
        var warning = NeighbourTable.Check(networks, 1024).ShouldNotBeNull();
        warning.Severity.ShouldBe(Severity.Warning);
        warning.Hint.ShouldBe("sysctl -w net.ipv4.neigh.default.gc_thresh3=8192 net.ipv4.neigh.default.gc_thresh2=4096");
        NeighbourTable.Check(networks, 8192).ShouldBeNull();
        NeighbourTable.Check(networks, null).ShouldBeNull();
    }

    [Fact]
    public void A_list_names_the_interfaces_that_are_on_a_network()
    {
        var link = new LocalLink(3, "eth1", [(IPv4.From(System.Net.IPAddress.Parse("10.20.0.1")), new IPv4Subnet(IPv4.From(System.Net.IPAddress.Parse("10.20.0.1")), 24))]);
        var line = NetworkLine.Of(SiteOf(Rack), [link]).Single();
        line.Interfaces.ShouldBe(["eth1"]);
        line.Dhcp.ShouldBe("full");
        line.Addresses.ShouldBe(100);
        NetworkLine.Of(SiteOf(Rack), []).Single().Interfaces.ShouldBeEmpty();
    }

    private static NetworkConfig Rack { get; } = new()
    {
        Cidr = "10.20.0.0/24",
        Dhcp = "full",
        Range = "10.20.0.100-10.20.0.199",
        Gateway = "10.20.0.1",
        Dns = ["10.20.0.1"],
        Lease = "45m",
        Pxe = "bypass",
    };

    internal static Site SiteOf(NetworkConfig network, IReadOnlyDictionary<string, NodeFile>? nodes = null) => new()
    {
        Root = "/nowhere",
        File = new SiteFile { Name = "test", Networks = new Dictionary<string, NetworkConfig> { ["rack1"] = network } },
        Groups = new Dictionary<string, GroupFile>(),
        Nodes = nodes ?? new Dictionary<string, NodeFile>(),
        Images = new Dictionary<string, ImageFile>(),
        Menu = new Dictionary<string, MenuFile>(),
    };
}
