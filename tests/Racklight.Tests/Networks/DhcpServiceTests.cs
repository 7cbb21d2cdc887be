using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.Networks;
using Racklight.Networks.Solicitations;
using Racklight.Nodes;
using Racklight.Sites;
using Racklight.Tests.NetBoot.Dhcp;

namespace Racklight.Tests.Networks;

/// <summary>The service on a link of its own, with dnsmasq as the other server.</summary>
public sealed class DhcpServiceTests
{
    [Fact]
    public async Task Full_mode_is_refused_where_another_server_answers_and_given_when_told_so()
    {
        await using var wire = await Wire.UpAsync();
        await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.0.9/16", "brd", "+", "dev", "c0");
        using var dnsmasq = RealClientTests.StartDnsmasq(wire.Client);
        try
        {
            await RealClientTests.AskUntilAnswered(wire, RealClientTests.Within(wire, wire.Server, LocalLink.All).Single(one => one.Name == "s0"));
            await using var post = Post();
            await using var refused = Service(wire, post, despite: false);
            var problem = await Should.ThrowAsync<ProblemException>(() => refused.StartAsync(default));
            problem.ExitCode.ShouldBe(ExitCodes.Outside);
            problem.Problems[0].Message.ShouldBe("network rack1 is to be served in full mode, but 10.77.0.9 answers DHCP on s0 already");
            problem.Problems[0].Hint!.ShouldContain("--despite-other-dhcp");
            await using var told = Service(wire, post, despite: true);
            await told.StartAsync(default);
            await using var second = Service(wire, post, despite: true);
            var taken = await Should.ThrowAsync<ProblemException>(() => second.StartAsync(default));
            taken.Problems[0].Message.ShouldBe("cannot listen on UDP port 67 of all interfaces: another program has it");
            taken.Problems[0].Hint!.ShouldContain("--dhcp-port");
            await told.StopAsync(default);
        }
        finally
        {
            dnsmasq.Kill(entireProcessTree: true);
            await dnsmasq.WaitForExitAsync();
        }
    }

    private static SightingPost Post() => new(new QuietNodes(), new IpxeClients(TimeProvider.System), NullLogger<SightingPost>.Instance, TimeProvider.System);

    private static DhcpService Service(Wire wire, SightingPost post, bool despite)
    {
        var sites = new FixedSite(NetworkPlanTests.SiteOf(new NetworkConfig { Cidr = "10.77.0.0/16", Dhcp = "full", Range = "10.77.1.0-10.77.1.255" }));
        var services = new ServiceCollection().AddSingleton<ILeaseStore>(new MemoryLeaseStore()).BuildServiceProvider();
        var settings = new ServerSettings { Site = "/nowhere", State = "/nowhere", NetworkNamespace = wire.Server, DespiteOtherDhcp = despite };
        return new DhcpService(sites, new QuietNodes(), settings, services, post, new LoaderChoice(sites, NullLogger<LoaderChoice>.Instance), new MachinePort(settings, services), TimeProvider.System, NullLogger<DhcpService>.Instance);
    }

    private sealed class FixedSite(Site site) : ISites
    {
        public event Action? Changed
        {
            add { }
            remove { }
        }

        public Site Current => site;

        public IReadOnlyList<Problem> Problems => [];
    }

    private sealed class QuietNodes : INodes
    {
        public void Saw(Sighting sighting)
        {
        }

        public IPAddress? Reservation(MacAddress mac, string? uuid) => null;

        public bool BootsFromNetwork(MacAddress mac, string? uuid) => true;
    }
}
