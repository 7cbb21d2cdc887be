using System.Net;
using Racklight.BootMedia;
using Racklight.BootMedia.Commands;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.BootMedia;

public sealed class MediaScriptTests
{
    private static readonly Dictionary<string, MediaScriptOptions> Cases = new()
    {
        ["dhcp.ipxe"] = new() { Server = "10.20.0.1:8080" },
        ["named.ipxe"] = new(),
        ["ask.ipxe"] = new() { Server = "boot.example.org:80", Addressing = MediaAddressing.Ask, Console = "ttyS0,115200" },
        ["static.ipxe"] = new() { Server = "192.0.2.1:8080", Addressing = MediaAddressing.Static, Address = IPAddress.Parse("192.0.2.10"), PrefixLength = 25, Gateway = IPAddress.Parse("192.0.2.1") },
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_mediums_script_is_as_agreed_and_has_no_findings(string name)
    {
        var script = MediaScript.Write(Cases[name]);
        Golden.Match(name, script);
        IpxeLint.Check(script).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("host:80/path")]
    [InlineData("host || shell")]
    [InlineData("${net0/mac}")]
    [InlineData("-host")]
    public void A_server_that_is_none_is_refused(string server)
        => Should.Throw<IpxeSyntaxException>(() => MediaScript.Write(new() { Server = server })).Message.ShouldContain("no server");

    [Fact]
    public void HTTPS_needs_loaders_that_have_it()
    {
        var options = new MediaScriptOptions { Server = "boot.example.org:443", Https = true };
        Should.Throw<IpxeSyntaxException>(() => MediaScript.Write(options)).Message.ShouldContain("HTTPS");
        MediaScript.Write(options, IpxeCapabilities.Oldest.With(IpxeFeature.Https)).ShouldContain("https://boot.example.org:443/boot.ipxe");
    }

    [Theory]
    [InlineData("10.20.0.1", "10.20.0.1:8080", false)]
    [InlineData("10.20.0.1:80", "10.20.0.1:80", false)]
    [InlineData("boot.example.org:8081", "boot.example.org:8081", false)]
    [InlineData("http://boot.example.org/", "boot.example.org:80", false)]
    [InlineData("https://boot.example.org", "boot.example.org:443", true)]
    [InlineData("fd00::1", "[fd00::1]:8080", false)]
    public void A_server_is_read(string text, string authority, bool https) => MediaServer.Read(text).ShouldBe(new MediaServer(authority, https));

    [Theory]
    [InlineData("http://boot.example.org/menu")]
    [InlineData("ftp://boot.example.org")]
    [InlineData("http://user@boot.example.org")]
    [InlineData("http://")]
    [InlineData("a b")]
    public void A_server_with_more_or_less_than_a_place_is_refused(string text) => Should.Throw<ProblemException>(() => MediaServer.Read(text));

    [Theory]
    [InlineData("192.0.2.10/33", null, "prefix length")]
    [InlineData("192.0.2.10", null, "prefix length")]
    [InlineData("192.0.2.010/24", null, "IPv4")]
    [InlineData("fd00::1/24", null, "IPv4")]
    [InlineData("dhcp", "192.0.2.1", "--gateway")]
    public void An_address_that_cannot_be_used_is_refused(string address, string? gateway, string reason)
        => Should.Throw<ProblemException>(() => MediaCommand.Options(address, "10.20.0.1", gateway, null, null)).Message.ShouldContain(reason);

    [Fact]
    public void Without_DHCP_the_server_must_be_named()
        => Should.Throw<ProblemException>(() => MediaCommand.Options("ask", null, null, null, null)).Message.ShouldContain("--server");

    [Fact]
    public void A_serial_console_is_a_name_and_a_speed()
        => Should.Throw<IpxeSyntaxException>(() => MediaScript.Write(new() { Console = "ttyS0 quiet" }));
}
