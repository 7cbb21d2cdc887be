using Racklight.NetBoot.Ipxe;

namespace Racklight.Tests.NetBoot.Ipxe;

public sealed class MemoryRangesTests
{
    [Theory]
    [InlineData("00000000ffff0300", 256)]
    [InlineData("00000000FFFF0300", 256)]
    public void Ranges_are_added_up(string text, int expected) => MemoryRanges.Read(text).ShouldBe(expected);

    /// <summary>4 GiB as QEMU's q35 tells it: 2 GiB below 4 GiB, 2 GiB above.</summary>
    [Fact]
    public void Memory_below_and_above_four_gibibytes_counts_together() => MemoryRanges.Read("00000000ffff1f00" + "00004000ffff5f00").ShouldBe(4096);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("zz000000ffff0300")]
    [InlineData("ffffffffffffffff")]
    [InlineData("ffff030000000000")]
    [InlineData("0000000001000000")]
    [InlineData("00000000ffff030000000000ffff030000000000ffff030000000000ffff030000000000ffff030000000000ffff030000000000ffff030000000000ffff030000000000ffff0300")]
    public void What_is_no_memory_is_not_known(string? text) => MemoryRanges.Read(text).ShouldBeNull();
}
