using CsCheck;
using Racklight.Sites;

namespace Racklight.Tests.Sites;

public sealed class Ipv4Tests
{
    [Fact]
    public void Any_address_with_any_prefix_lies_in_its_network()
        => Gen.Select(Gen.UInt, Gen.Int[0, 32]).Sample((address, prefix) =>
        {
            Ipv4Network.TryParse($"{Ipv4Network.ToAddress(address)}/{prefix}", out var network, out var parsed).ShouldBeTrue();
            parsed.ShouldBe(address);
            network.Contains(address).ShouldBeTrue();
            Ipv4Network.TryParse(network.ToString(), out var again, out var first).ShouldBeTrue();
            again.ShouldBe(network);
            first.ShouldBe(network.First);
            ((long)network.Last - network.First + 1).ShouldBe(1L << (32 - prefix));
        });

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.1/")]
    [InlineData("10.0.0.1/033")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0/8")]
    [InlineData("010.0.0.1/8")]
    [InlineData("1.2.3.4.5/8")]
    [InlineData("1.2.3.+4/8")]
    [InlineData("::1/8")]
    [InlineData(null)]
    public void What_is_no_subnet_is_refused(string? text) => Ipv4Network.TryParse(text, out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("45m", 2700)]
    [InlineData("12h", 43200)]
    [InlineData("2d", 172800)]
    [InlineData("999999w", 604799395200)]
    public void A_lease_time_is_a_number_with_its_unit(string text, long seconds)
    {
        LeaseTime.TryParse(text, out var time).ShouldBeTrue();
        time.TotalSeconds.ShouldBe(seconds);
    }
}
