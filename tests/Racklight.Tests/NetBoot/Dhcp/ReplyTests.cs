using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

public sealed class ReplyTests
{
    private static readonly DhcpPorts Ports = new();

    [Fact]
    public void A_relayed_client_is_answered_through_its_relay_and_option_82_comes_back_last()
    {
        byte[] relay = [1, 4, 1, 2, 3, 4, 2, 3, 9, 9, 9];
        var request = new PacketBuilder(MessageType.Discover).Relay("10.20.0.254").Option(82, relay).Option(61, 1, 2, 3).Message();
        var answer = Encode(new DhcpReply(MessageType.Offer, PacketBuilder.Address("10.0.0.1")), request);
        answer.Option(82).ToArray().ShouldBe(relay);
        answer.OptionCodes.Last().ShouldBe((byte)82);
        answer.Option(61).ToArray().ShouldBe([1, 2, 3]);
        answer.Relay.ToString().ShouldBe("10.20.0.254");
        Route(request, MessageType.Offer).ShouldBe(new ReplyRoute(PacketBuilder.Address("10.20.0.254"), 67));
        Route(request, MessageType.Nak).ShouldBe(new ReplyRoute(PacketBuilder.Address("10.20.0.254"), 67));
        Encode(new DhcpReply(MessageType.Nak, PacketBuilder.Address("10.0.0.1")), request).WantsBroadcast.ShouldBeTrue();
    }

    [Fact]
    public void A_client_with_an_address_is_answered_there_but_for_a_nak()
    {
        var request = new PacketBuilder(MessageType.Request).ClientAddress("10.20.0.100").Message();
        Route(request, MessageType.Ack).ShouldBe(new ReplyRoute(PacketBuilder.Address("10.20.0.100"), 68));
        Route(request, MessageType.Nak).ShouldBe(new ReplyRoute(IPv4.Broadcast, 68));
    }

    [Fact]
    public void A_client_without_address_is_answered_by_broadcast()
        => Route(new PacketBuilder(MessageType.Discover).Message(), MessageType.Offer).ShouldBe(new ReplyRoute(IPv4.Broadcast, 68));

    [Fact]
    public void Port_4011_is_answered_to_the_port_that_asked_and_never_by_broadcast()
    {
        var request = Corpus.Uefi(7, MessageType.Request).Message();
        ReplyRoute.For(request, MessageType.Ack, new Arrival(2, PacketBuilder.Address("10.20.0.1"), PacketBuilder.Address("10.20.0.50"), 4011, OnBootServerPort: true), Ports)
            .ShouldBe(new ReplyRoute(PacketBuilder.Address("10.20.0.50"), 4011));
    }

    [Fact]
    public void The_message_type_comes_first_and_a_reply_is_300_octets_at_least()
    {
        var request = new PacketBuilder(MessageType.Discover).Message();
        var answer = Encode(new DhcpReply(MessageType.Nak, PacketBuilder.Address("10.0.0.1")), request);
        answer.OptionCodes.First().ShouldBe((byte)53);
        answer.Packet.Length.ShouldBe(300);
    }

    [Fact]
    public void A_reply_keeps_within_the_size_that_the_client_takes_and_drops_whole_options()
    {
        var big = new byte[255];
        var request = new PacketBuilder(MessageType.Discover).Relay("10.20.0.254").Option(61, big).Option(82, big).Message();
        var buffer = new byte[1472];
        var length = new DhcpReply(MessageType.Offer, PacketBuilder.Address("10.0.0.1")) { LeaseTime = 60 }.Encode(request, buffer);
        length.ShouldBeLessThanOrEqualTo(548);
        DhcpMessage.TryParse(buffer.AsSpan(0, length), out var answer, out _).ShouldBeTrue();
        answer!.Option(82).Length.ShouldBe(255);
        answer.HasOption(61).ShouldBeFalse();
        var roomy = new PacketBuilder(MessageType.Discover).Option(57, 5, 0xdc).Option(61, big).Option(82, big).Message();
        Encode(new DhcpReply(MessageType.Offer, PacketBuilder.Address("10.0.0.1")), roomy).Option(61).Length.ShouldBe(255);
    }

    [Fact]
    public void A_boot_file_too_long_for_the_header_stands_in_option_67_alone()
    {
        var url = "http://10.20.0.1/" + new string('x', 200);
        var request = new PacketBuilder(MessageType.Discover).Option(57, 5, 0xdc).Message();
        var answer = Encode(new DhcpReply(MessageType.Offer, PacketBuilder.Address("10.0.0.1")) { Boot = new BootAnswer(PacketBuilder.Address("10.20.0.1")) { File = url } }, request);
        answer.BootFile.ShouldBe(url);
        answer.Packet[108].ShouldBe((byte)0);
    }

    private static ReplyRoute Route(DhcpMessage request, MessageType type)
        => ReplyRoute.For(request, type, new Arrival(2, PacketBuilder.Address("10.20.0.1"), default, 68, OnBootServerPort: false), Ports);

    private static DhcpMessage Encode(DhcpReply reply, DhcpMessage request)
    {
        var buffer = new byte[1472];
        DhcpMessage.TryParse(buffer.AsSpan(0, reply.Encode(request, buffer)), out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message!;
    }
}
