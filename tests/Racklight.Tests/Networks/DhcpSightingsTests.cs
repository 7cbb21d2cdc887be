using Racklight.NetBoot.Dhcp;
using Racklight.Networks;
using Racklight.Nodes;
using Racklight.State;
using Racklight.Tests.NetBoot.Dhcp;

namespace Racklight.Tests.Networks;

public sealed class DhcpSightingsTests
{
    [Fact]
    public void A_discover_by_firmware_begins_a_boot()
    {
        var sighting = One(Corpus.BiosRom(), new DhcpEvent(DhcpEventKind.Discover) { Reply = MessageType.Offer, Address = PacketBuilder.Address("10.20.0.100"), BootFile = "undionly.kpxe" });
        sighting.Begins.ShouldBeTrue();
        sighting.Step.ShouldBe(BootSteps.Dhcp);
        sighting.Message.ShouldBe("bios asks: offered 10.20.0.100, to boot undionly.kpxe");
        sighting.Mac.ShouldBe(MacAddress.Parse("52:54:00:20:00:02"));
        sighting.Uuid.ShouldBe("4c4c4544-0033-4410-8057-b6c04f473132");
        sighting.Firmware.ShouldBe("bios");
        sighting.Address.ShouldBeNull();
    }

    [Fact]
    public void Ipxe_begins_nothing_and_is_a_loader_that_runs()
    {
        var sightings = Of(Corpus.IpxeRom(), new DhcpEvent(DhcpEventKind.Discover) { Reply = MessageType.Offer, BootFile = "http://10.20.0.1:8080/boot.ipxe" });
        sightings.Select(sighting => (sighting.Step, sighting.Begins)).ShouldBe([(BootSteps.Dhcp, false), (BootSteps.Loader, false)]);
        sightings[0].Message.ShouldBe("iPXE asks: offered to boot http://10.20.0.1:8080/boot.ipxe beside the network's own DHCP");
        sightings[1].Message.ShouldBe("iPXE 1.21.1 runs; told to fetch its script");
    }

    [Fact]
    public void An_ack_tells_the_address() => One(Corpus.Uefi(7, MessageType.Request), new DhcpEvent(DhcpEventKind.Request) { Reply = MessageType.Ack, Address = PacketBuilder.Address("10.20.0.100"), BootFile = "snponly.efi" })
        .ShouldSatisfyAllConditions(
            sighting => sighting.Address!.ToString().ShouldBe("10.20.0.100"),
            sighting => sighting.Message.ShouldBe("uefi x64 has 10.20.0.100, to boot snponly.efi"));

    [Fact]
    public void Beside_another_server_the_address_that_a_machine_takes_is_heard()
        => One(Corpus.Uefi(7, MessageType.Request).Requested("10.20.0.57").Server("10.20.0.254"), new DhcpEvent(DhcpEventKind.Request)).Address!.ToString().ShouldBe("10.20.0.57");

    [Fact]
    public void A_firmware_that_is_not_answered_is_a_warning()
    {
        var sighting = One(Corpus.Uefi(0x27), new DhcpEvent(DhcpEventKind.Discover) { Reason = "no bootloader for uefi loong64" });
        sighting.Level.ShouldBe(EventLevel.Warning);
        sighting.Message.ShouldBe("uefi loong64 asks and is not answered: no bootloader for uefi loong64");
    }

    [Fact]
    public void Clients_that_do_not_boot_are_nobodys_timeline()
        => Of(new PacketBuilder(MessageType.Discover), new DhcpEvent(DhcpEventKind.Discover) { Reply = MessageType.Offer }).ShouldBeEmpty();

    private static Sighting One(PacketBuilder packet, DhcpEvent seen) => Of(packet, seen).ShouldHaveSingleItem();

    private static List<Sighting> Of(PacketBuilder packet, DhcpEvent seen)
    {
        var message = packet.Message();
        return [.. DhcpSightings.Of(seen with { Message = message, Boot = BootClient.From(message) })];
    }
}
