using CsCheck;

namespace Racklight.Tests;

public sealed class MacAddressTests
{
    [Theory]
    [InlineData("52:54:00:20:00:02")]
    [InlineData("52-54-00-20-00-02")]
    [InlineData("5254.0020.0002")]
    [InlineData("525400200002")]
    [InlineData("52:54:00:20:00:0A", "52:54:00:20:00:0a")]
    public void Every_spelling_is_read(string text, string expected = "52:54:00:20:00:02")
        => MacAddress.Parse(text).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("52:54:00:20:00")]
    [InlineData("52:54:00:20:00:02:03")]
    [InlineData("52:54-00:20:00:02")]
    [InlineData("5:254:00:20:00:02")]
    [InlineData(":52:54:00:20:0002")]
    [InlineData("52:54:00:20:00:0g")]
    [InlineData("52::54:0020:00:02")]
    public void Anything_else_is_refused(string text) => MacAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Text_round_trips() => Gen.ULong[0, 0xFFFF_FFFF_FFFF].Sample(bits =>
    {
        var mac = new MacAddress(bits);
        return MacAddress.Parse(mac.ToString()) == mac && MacAddress.Parse(mac.ToHyphens()) == mac;
    });
}
