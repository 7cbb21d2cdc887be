using System.Net;
using CsCheck;
using Racklight.NetBoot.Ndp;

namespace Racklight.Tests.NetBoot.Ndp;

public sealed class RouterMessagesTests
{
    [Fact]
    public void A_solicitation_with_its_link_layer_option_is_one()
        => RouterMessages.IsSolicitation([133, 0, 1, 2, 0, 0, 0, 0, 1, 1, 0x52, 0x54, 0, 0x20, 0, 1]).ShouldBeTrue();

    [Theory]
    [InlineData(new byte[] { 133, 0, 1, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 134, 0, 1, 2, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 133, 1, 1, 2, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 133, 0, 1, 2, 0, 0, 0, 0, 1, 0 })]
    [InlineData(new byte[] { 133, 0, 1, 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0 })]
    public void Anything_else_is_not(byte[] message) => RouterMessages.IsSolicitation(message).ShouldBeFalse();

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        if (bytes.Length > 1) (bytes[0], bytes[1]) = (133, 0);
        RouterMessages.IsSolicitation(bytes);
    });

    [Fact]
    public void The_answer_names_no_router_and_no_prefix()
    {
        var answer = RouterMessages.NoRouter();
        answer.Length.ShouldBe(16);
        answer[0].ShouldBe((byte)134);
        answer[1..].ShouldAllBe(octet => octet == 0);
    }

    [Theory]
    [InlineData("fe80::5054:ff:fe20:1", "525400200001")]
    [InlineData("fe80::1", null)]
    [InlineData("2001:db8::5054:ff:fe20:1", null)]
    public void A_link_local_address_tells_its_card(string address, string? mac)
    {
        var octets = new byte[6];
        var told = RouterMessages.TryGetHardwareAddress(IPAddress.Parse(address), octets);
        told.ShouldBe(mac is not null);
        if (told) Convert.ToHexStringLower(octets).ShouldBe(mac);
    }
}
