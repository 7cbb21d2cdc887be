using CsCheck;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

public sealed class DhcpMessageTests
{
    [Fact]
    public void A_discover_is_read()
    {
        var message = new PacketBuilder(MessageType.Discover).Pxe(7).Requested("10.20.0.7").Option(12, "r1n2").Message();
        message.Type.ShouldBe(MessageType.Discover);
        message.Client.ToString().ShouldBe("52:54:00:20:00:02");
        message.Transaction.ShouldBe(0x12345678u);
        message.RequestedAddress.ShouldBe(PacketBuilder.Address("10.20.0.7"));
        message.HostName.ShouldBe("r1n2");
        message.VendorClass.ShouldStartWith("PXEClient:Arch:00007");
        message.IsReply.ShouldBeFalse();
    }

    [Fact]
    public void Pieces_of_a_long_option_are_joined()
    {
        var first = Enumerable.Repeat((byte)'a', 255).ToArray();
        var message = new PacketBuilder(MessageType.Discover).Option(77, first).Option(12, "x").Option(77, [(byte)'b', (byte)'c']).Message();
        message.Option(77).ToArray().ShouldBe([.. first, (byte)'b', (byte)'c']);
    }

    [Fact]
    public void Overloaded_fields_hold_options_file_first_then_sname()
    {
        var message = new PacketBuilder(MessageType.Discover).Option(52, 3).Option(12, "a")
            .Header(108, 12, 1, (byte)'b', 255).Header(44, 12, 1, (byte)'c', 255).Message();
        message.HostName.ShouldBe("abc");
        message.BootFile.ShouldBe("");
    }

    [Fact]
    public void A_missing_end_option_is_forgiven()
        => DhcpMessage.TryParse(new PacketBuilder(MessageType.Request).Build(end: false), out _, out _).ShouldBeTrue();

    [Theory]
    [InlineData(PacketFault.OptionOverrun, 12, 200)]
    [InlineData(PacketFault.OptionOverrun, 12)]
    [InlineData(PacketFault.BadMessageType, 53, 1, 9)]
    public void A_broken_option_names_its_fault(PacketFault fault, params int[] octets)
    {
        var type = fault == PacketFault.BadMessageType ? MessageType.None : MessageType.Discover;
        var packet = new PacketBuilder(type).Raw([.. octets.Select(octet => (byte)octet)]).Build(end: false);
        DhcpMessage.TryParse(packet, out _, out var found).ShouldBeFalse();
        found.ShouldBe(fault);
    }

    [Fact]
    public void A_bootp_request_a_bad_cookie_and_short_or_long_datagrams_are_faults()
    {
        Fault(new PacketBuilder(MessageType.None).Build()).ShouldBe(PacketFault.BadMessageType);
        Fault(new PacketBuilder(MessageType.Discover).Header(236, 0).Build()).ShouldBe(PacketFault.NoCookie);
        Fault(new PacketBuilder(MessageType.Discover).Header(0, 3).Build()).ShouldBe(PacketFault.BadOperation);
        Fault(new PacketBuilder(MessageType.Discover).Header(2, 17).Build()).ShouldBe(PacketFault.BadHardwareLength);
        Fault(new PacketBuilder(MessageType.Discover).Header(2, 0).Build()).ShouldBe(PacketFault.NoClient);
        Fault(new byte[239]).ShouldBe(PacketFault.TooShort);
        Fault(new byte[2049]).ShouldBe(PacketFault.TooLong);
    }

    [Fact]
    public void Without_hardware_address_the_client_identifier_is_the_client()
    {
        var one = new PacketBuilder(MessageType.Discover).Header(2, 0).Option(61, [.. Enumerable.Range(0, 40).Select(i => (byte)i)]).Message();
        var same = new PacketBuilder(MessageType.Request).Header(2, 0).Option(61, [.. Enumerable.Range(0, 40).Select(i => (byte)i)]).Message();
        var other = new PacketBuilder(MessageType.Request).Header(2, 0).Option(61, [.. Enumerable.Range(1, 40).Select(i => (byte)i)]).Message();
        same.Client.ShouldBe(one.Client);
        other.Client.ShouldNotBe(one.Client);
    }

    [Fact]
    public void Texts_of_clients_are_printable()
        => new PacketBuilder(MessageType.Discover).Option(12, (byte)'a', 0x1b, (byte)'[', 0xff).Message().HostName.ShouldBe("a?[?");

    [Fact]
    public void Whatever_options_are_written_are_read_back()
    {
        var option = Gen.Select(Gen.Byte[1, 254], Gen.Byte.Array[0, 700]);
        option.List[0, 6].Sample(options =>
        {
            var buffer = new byte[1472];
            var writer = new MessageWriter(buffer, 1472);
            (writer.Header[0], writer.Header[1], writer.Header[2]) = (1, 1, 6);
            writer.TryOption(OptionCode.MessageType, 1).ShouldBeTrue();
            var written = new Dictionary<byte, byte[]>();
            foreach (var (code, value) in options)
            {
                if (code is OptionCode.MessageType or OptionCode.Overload || written.ContainsKey(code)) continue;
                if (writer.TryOption(code, value)) written[code] = value;
            }
            var length = writer.Finish();
            DhcpMessage.TryParse(buffer.AsSpan(0, length), out var message, out _).ShouldBeTrue();
            foreach (var (code, value) in written) message!.Option(code).ToArray().ShouldBe(value);
        }, iter: 2000);
    }

    private static PacketFault Fault(byte[] packet)
    {
        DhcpMessage.TryParse(packet, out _, out var fault).ShouldBeFalse();
        return fault;
    }
}
