using System.Net;
using Racklight.Nodes;
using Racklight.State;

namespace Racklight.Tests.Nodes;

public sealed class TimelineTests
{
    private static readonly MacAddress Mac = MacAddress.Parse(FakeSites.NamedMac);

    [Fact]
    public async Task Repeated_discovers_of_one_power_on_are_one_event_with_a_count()
    {
        await using var server = await NodesServer.StartAsync();
        for (var i = 0; i < 4; i++)
        {
            server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "DISCOVER by firmware") { Mac = Mac, Begins = true, Firmware = "bios" });
            server.Clock.Advance(TimeSpan.FromSeconds(10));
        }
        server.Nodes.Saw(new Sighting(BootSteps.Loader, "undionly.kpxe sent") { Mac = Mac });
        var (boots, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Step == BootSteps.Loader));
        boots.ShouldHaveSingleItem().Firmware.ShouldBe("bios");
        events.Select(e => e.Message).ShouldBe(["DISCOVER by firmware", "DISCOVER by firmware (3 more times)", "undionly.kpxe sent"]);
    }

    [Fact]
    public async Task A_discover_long_after_the_last_sign_is_another_power_on()
    {
        await using var server = await NodesServer.StartAsync();
        var discover = new Sighting(BootSteps.Dhcp, "DISCOVER by firmware") { Mac = Mac, Begins = true, Firmware = "bios" };
        server.Nodes.Saw(discover);
        await server.WhenAsync("r1n2", (boots, _) => boots.Count == 1);
        server.Clock.Advance(TimeSpan.FromSeconds(90));
        server.Nodes.Saw(discover);
        await server.WhenAsync("r1n2", (boots, _) => boots.Count == 2 && boots[1].State == BootState.Failed);
    }

    [Fact]
    public async Task A_live_machine_that_renews_its_lease_stays_live_without_new_events()
    {
        await using var server = await NodesServer.StartAsync();
        var boot = await server.Database.Boots.StartAsync(new Boot(0, "r1n2", server.Clock.GetUtcNow()) { Mac = FakeSites.NamedMac, State = BootState.Live }, CancellationToken.None);
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "lease renewed") { Mac = Mac, Address = IPAddress.Parse("127.0.0.2") });
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "DISCOVER by firmware") { Mac = Mac, Begins = true, Firmware = "bios" });
        var (boots, events) = await server.WhenAsync("r1n2", (all, seen) => all.Count == 2 && seen.Count > 0);
        events.ShouldHaveSingleItem().Message.ShouldBe("DISCOVER by firmware");
        (await server.Database.Boots.EventsAsync(boot.Id, CancellationToken.None)).ShouldBeEmpty();
        boots[1].State.ShouldBe(BootState.Live);
    }

    [Fact]
    public async Task A_flood_of_one_machines_signs_is_bounded()
    {
        await using var server = await NodesServer.StartAsync();
        for (var i = 0; i < 3000; i++) server.Nodes.Saw(new Sighting(BootSteps.Dhcp, $"odd packet {i}") { Mac = Mac, Firmware = "bios" });
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        var other = MacAddress.Parse("52:54:00:20:00:12");
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "the last") { Mac = other, Begins = true });
        await server.WhenAsync(other.ToHyphens(), (boots, _) => boots.Count == 1);
        var (_, events) = await server.WhenAsync("r1n2", (_, all) => all.Count >= 100);
        events.Count.ShouldBeLessThanOrEqualTo(210);
    }

    [Fact]
    public async Task A_telephone_that_asks_for_an_address_is_seen_and_is_no_boot()
    {
        await using var server = await NodesServer.StartAsync();
        var telephone = MacAddress.Parse("52:54:00:77:00:01");
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "REQUEST answered") { Mac = telephone, Address = IPAddress.Parse("127.0.0.50") });
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "DISCOVER by firmware") { Mac = Mac, Begins = true });
        await server.WhenAsync("r1n2", (boots, _) => boots.Count == 1);
        (await server.Database.Boots.LatestAsync(CancellationToken.None)).ShouldHaveSingleItem().Node.ShouldBe("r1n2");
        (await server.Database.Boots.SeenAsync(10, CancellationToken.None)).ShouldContain(machine => machine.Mac == telephone.ToString());
    }

    [Fact]
    public async Task A_tftp_transfer_without_a_known_address_belongs_to_nobody_and_harms_nobody()
    {
        await using var server = await NodesServer.StartAsync();
        server.Nodes.Saw(new Sighting(BootSteps.Loader, "snponly.efi sent") { Address = IPAddress.Parse("127.0.0.77") });
        (await server.Database.Boots.LatestAsync(CancellationToken.None)).ShouldBeEmpty();
    }
}
