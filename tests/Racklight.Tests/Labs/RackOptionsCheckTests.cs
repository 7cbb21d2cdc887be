using System.Net;
using Racklight.Labs;
using Racklight.Labs.Commands;

namespace Racklight.Tests.Labs;

public sealed class RackOptionsCheckTests
{
    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var options = new RackOptions
        {
            Name = "../etc",
            GatewayAddress = IPAddress.Parse("10.30.0.1"),
            Machines =
            [
                new MachineOptions { Name = "n1", MemoryMiB = 1, Mac = MacAddress.Parse("52:54:00:00:00:01") },
                new MachineOptions { Name = "n1", Cpus = 0, Mac = MacAddress.Parse("52:54:00:00:00:01"), Disks = [new DiskOptions { Keep = true }] },
            ],
        };
        RackOptionsCheck.Find(options).Count().ShouldBe(7);
    }

    [Theory]
    [InlineData("lab", true)]
    [InlineData("up-3f2a", true)]
    [InlineData("", false)]
    [InlineData("-lab", false)]
    [InlineData("Lab", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("abcdefghijklmnopqrstuvwxy", false)]
    public void A_name_is_short_and_plain(string name, bool valid) => RackName.IsValid(name).ShouldBe(valid);

    [Theory]
    [InlineData("2G", 2048)]
    [InlineData("512M", 512)]
    [InlineData("768", 768)]
    [InlineData("0", 0)]
    public void Amounts_of_RAM_are_read(string text, int mib) => LabArguments.MemoryMiB(text).ShouldBe(mib);

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("-1G")]
    [InlineData("99999999999G")]
    [InlineData("2 GB")]
    public void Other_amounts_are_refused(string text) => Should.Throw<ProblemException>(() => LabArguments.MemoryMiB(text));

    [Fact]
    public void Machines_of_two_racks_have_other_addresses()
        => RackMac.For("one", 0).ShouldNotBe(RackMac.For("two", 0));
}
