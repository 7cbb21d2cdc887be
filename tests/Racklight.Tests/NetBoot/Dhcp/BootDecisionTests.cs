using System.Text;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

public sealed class BootDecisionTests
{
    private static readonly IPv4 Own = PacketBuilder.Address("10.20.0.1");
    private static readonly byte[] UseFileName = [6, 1, 8, 255];

    [Fact]
    public void A_bios_rom_is_told_to_use_the_file_name()
    {
        var reply = Answer(Corpus.BiosRom(), NetworkMode.Proxy);
        reply.Type.ShouldBe(MessageType.Offer);
        reply.YourAddress.IsAny.ShouldBeTrue();
        reply.NextServer.ShouldBe(Own);
        reply.VendorClass.ShouldBe("PXEClient");
        reply.BootFile.ShouldBe("undionly.kpxe");
        reply.Option(43).ToArray().ShouldBe(UseFileName);
        reply.HasOption(51).ShouldBeFalse();
        reply.HasOption(1).ShouldBeFalse();
        Encoding.ASCII.GetString(reply.Packet.Slice(108, 13)).ShouldBe("undionly.kpxe");
        Encoding.ASCII.GetString(reply.Packet.Slice(44, 9)).ShouldBe("10.20.0.1");
    }

    [Fact]
    public void A_uuid_is_echoed_whatever_it_looks_like()
    {
        var odd = new PacketBuilder(MessageType.Discover).Pxe().Option(97, 7, 1, 2, 3);
        Answer(odd, NetworkMode.Proxy).Option(97).ToArray().ShouldBe([7, 1, 2, 3]);
        BootClient.From(odd.Message())!.Uuid.ShouldBeNull();
    }

    [Theory]
    [InlineData(7, "snponly.efi")]
    [InlineData(9, "snponly.efi")]
    [InlineData(6, "snponly-ia32.efi")]
    [InlineData(11, "snponly-arm64.efi")]
    public void Uefi_beside_another_server_is_led_to_port_4011(ushort architecture, string file)
    {
        var offer = Answer(Corpus.Uefi(architecture), NetworkMode.Proxy);
        offer.HasOption(43).ShouldBeFalse();
        offer.VendorClass.ShouldBe("PXEClient");
        offer.NextServer.ShouldBe(Own);
        var ack = Answer(Corpus.Uefi(architecture, MessageType.Request), NetworkMode.Proxy, bootServer: true);
        ack.Type.ShouldBe(MessageType.Ack);
        ack.BootFile.ShouldBe(file);
        ack.VendorClass.ShouldBe("PXEClient");
        ack.ServerIdentifier.ShouldBe(Own);
    }

    [Theory]
    [InlineData(PxeStyle.Bypass)]
    [InlineData(PxeStyle.Both)]
    public void Uefi_by_bypass_gets_option_43(PxeStyle style) => Answer(Corpus.Uefi(7), NetworkMode.Proxy, style: style).Option(43).ToArray().ShouldBe(UseFileName);

    [Fact]
    public void Uefi_with_a_whole_offer_is_not_sent_to_port_4011()
    {
        var offer = Answer(Corpus.Uefi(7), NetworkMode.Full);
        offer.YourAddress.ShouldBe(PacketBuilder.Address("10.20.0.100"));
        offer.HasOption(60).ShouldBeFalse();
        offer.HasOption(43).ShouldBeFalse();
        offer.BootFile.ShouldBe("snponly.efi");
        Answer(Corpus.Uefi(7), NetworkMode.Full, style: PxeStyle.Bypass).VendorClass.ShouldBe("PXEClient");
    }

    [Theory]
    [InlineData(NetworkMode.Proxy)]
    [InlineData(NetworkMode.Full)]
    public void Uefi_http_boot_gets_its_class_and_an_url(NetworkMode mode)
    {
        var offer = Answer(Corpus.UefiHttp(0x10), mode);
        offer.VendorClass.ShouldBe("HTTPClient");
        offer.BootFile.ShouldBe("http://10.20.0.1:8080/loader/snponly.efi");
    }

    [Fact]
    public void What_is_ipxe_already_gets_the_script_and_no_loader()
    {
        foreach (var client in new[] { Corpus.IpxeRom(), Corpus.IpxeListed(), new PacketBuilder(MessageType.Discover).Option(175, 1, 1, 1), new PacketBuilder(MessageType.Discover).Option(77, "gPXE") })
        {
            Answer(client, NetworkMode.Proxy).BootFile.ShouldBe("http://10.20.0.1:8080/boot.ipxe");
            Answer(client, NetworkMode.Proxy).VendorClass.ShouldBe("PXEClient");
            Answer(client, NetworkMode.Full).BootFile.ShouldBe("http://10.20.0.1:8080/boot.ipxe");
        }
    }

    [Fact]
    public void Ipxe_with_a_whole_offer_need_not_wait_for_a_proxy()
    {
        Answer(Corpus.IpxeRom(), NetworkMode.Full).Option(175).ToArray().ShouldBe([176, 1, 1]);
        Answer(Corpus.IpxeRom(), NetworkMode.Proxy).HasOption(175).ShouldBeFalse();
    }

    [Fact]
    public void Ipxe_tells_its_version_and_both_orders_of_its_uuid()
    {
        var client = BootClient.From(Corpus.IpxeRom().Message())!;
        client.IpxeVersion.ShouldBe("1.21.1");
        client.Uuid.ShouldBe("44454c4c-3300-1044-8057-b6c04f473132");
        client.OtherUuid.ShouldBe("4c4c4544-0033-4410-8057-b6c04f473132");
        BootClient.From(Corpus.BiosRom().Message())!.Uuid.ShouldBe("4c4c4544-0033-4410-8057-b6c04f473132");
    }

    [Fact]
    public void A_raspberry_pi_that_says_it_is_a_bios_sees_its_menu()
    {
        var client = BootClient.From(Corpus.RaspberryPi().Message())!;
        client.Architecture.ShouldBe(ClientArchitecture.RaspberryPi);
        var offer = Answer(Corpus.RaspberryPi(), NetworkMode.Proxy);
        var vendor = offer.Option(43);
        SubOptions.TryFind(vendor, 9, out var menu).ShouldBeTrue();
        menu.ToArray().ShouldBe([0, 0, 17, .. "Raspberry Pi Boot"u8]);
        SubOptions.TryFind(vendor, 10, out var prompt).ShouldBeTrue();
        prompt.ToArray().ShouldBe([0, .. "PXE"u8]);
        offer.NextServer.ShouldBe(Own);
    }

    [Fact]
    public void The_first_architecture_that_is_known_counts()
    {
        BootClient.From(new PacketBuilder(MessageType.Discover).Option(93, 0x7f, 0x01, 0, 7).Message())!.Architecture.ShouldBe(ClientArchitecture.X64Uefi);
        BootClient.From(new PacketBuilder(MessageType.Discover).Option(93, 9).Message())!.Architecture.ShouldBe(ClientArchitecture.Unknown);
        BootClient.From(new PacketBuilder(MessageType.Discover).Option(60, "PXEClient").Message())!.Protocol.ShouldBe(BootProtocol.Pxe);
        BootClient.From(new PacketBuilder(MessageType.Discover).Option(60, "android-dhcp-14").Message()).ShouldBeNull();
    }

    [Fact]
    public void A_proxy_is_silent_for_ordinary_clients_for_requests_and_for_machines_that_boot_locally()
    {
        Decide(new PacketBuilder(MessageType.Discover), NetworkMode.Proxy).Reply.ShouldBeNull();
        Decide(Corpus.BiosRom(MessageType.Request), NetworkMode.Proxy).Reply.ShouldBeNull();
        var policy = new OpenPolicy();
        policy.Local.Add(Corpus.BiosRom().Message().Client);
        Decide(Corpus.BiosRom(), NetworkMode.Proxy, policy: policy).Reply.ShouldBeNull();
        Decide(Corpus.BiosRom(MessageType.Request), NetworkMode.Proxy, policy: policy, bootServer: true).Reply.ShouldBeNull();
        var lease = Decide(Corpus.BiosRom(), NetworkMode.Full, policy: policy).Reply!;
        lease.YourAddress.IsAny.ShouldBeFalse();
        lease.Boot.ShouldBeNull();
    }

    [Fact]
    public void A_network_that_is_off_is_silent_but_for_port_4011()
    {
        Decide(Corpus.Uefi(7), NetworkMode.Off).Reply.ShouldBeNull();
        Decide(Corpus.Uefi(7, MessageType.Request), NetworkMode.Off, bootServer: true).Reply!.Boot!.File.ShouldBe("snponly.efi");
    }

    [Fact]
    public void A_firmware_without_bootloader_is_told_nothing() => Decide(Corpus.Uefi(0x27), NetworkMode.Proxy).Event.Reason.ShouldBe("no bootloader for uefi loong64");

    [Fact]
    public void A_boot_server_request_for_an_item_gets_the_item_back()
        => Answer(Corpus.BiosRom(MessageType.Request).Option(43, 71, 4, 0x80, 0, 0, 0, 255), NetworkMode.Proxy, bootServer: true).Option(43).ToArray().ShouldBe([71, 4, 0x80, 0, 0, 0, 255]);

    [Fact]
    public void A_next_server_that_the_owner_named_goes_before_the_interfaces_address()
    {
        var options = Options with { NextServer = PacketBuilder.Address("10.9.9.9") };
        var reply = Answer(Corpus.IpxeRom(), NetworkMode.Proxy, options: options);
        reply.NextServer.ShouldBe(PacketBuilder.Address("10.9.9.9"));
        reply.BootFile.ShouldBe("http://10.9.9.9:8080/boot.ipxe");
        reply.ServerIdentifier.ShouldBe(Own);
    }

    private static BootOptions Options { get; } = new()
    {
        ScriptUrl = address => $"http://{address}:8080/boot.ipxe",
        LoaderUrl = (address, file) => $"http://{address}:8080/loader/{file}",
    };

    private static Decision Decide(PacketBuilder packet, NetworkMode mode, PxeStyle style = PxeStyle.Binl, bool bootServer = false, OpenPolicy? policy = null, BootOptions? options = null)
    {
        var network = new DhcpNetwork("rack1", PacketBuilder.Subnet("10.20.0.0/24")) { Mode = mode, Pxe = style, First = PacketBuilder.Address("10.20.0.100"), Last = PacketBuilder.Address("10.20.0.199") };
        var responder = new DhcpResponder([network], options ?? Options, new FixedFiles(), policy ?? new OpenPolicy(), new FixedLinks("10.20.0.1"));
        return responder.Decide(packet.Message(), new Arrival(2, Own, PacketBuilder.Address(bootServer ? "10.20.0.50" : "0.0.0.0"), bootServer ? (ushort)4011 : (ushort)68, bootServer), DateTimeOffset.UnixEpoch);
    }

    private static DhcpMessage Answer(PacketBuilder packet, NetworkMode mode, PxeStyle style = PxeStyle.Binl, bool bootServer = false, BootOptions? options = null)
    {
        var reply = Decide(packet, mode, style, bootServer, options: options).Reply.ShouldNotBeNull();
        var buffer = new byte[1472];
        var length = reply.Encode(packet.Message(), buffer);
        DhcpMessage.TryParse(buffer.AsSpan(0, length), out var message, out _).ShouldBeTrue();
        return message!;
    }
}
