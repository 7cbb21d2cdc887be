using System.Net;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.NetBoot.Ipxe;

public sealed class ReadyScriptTests
{
    public static TheoryData<string> Names => [.. ReadyScripts.All.Keys];

    /// <summary>Those whose text is agreed to the letter; of the others only that they work.</summary>
    public static TheoryData<string> Agreed => [.. ReadyScripts.All.Keys.Where(static name => !name.StartsWith("page", StringComparison.Ordinal) && !name.StartsWith("boot-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Agreed))]
    public void A_ready_made_script_is_as_agreed(string name) => Golden.Match(name, ReadyScripts.All[name]);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_ready_made_script_has_no_findings(string name) => IpxeLint.Check(ReadyScripts.All[name], name.Contains("newer", StringComparison.Ordinal) ? IpxeProfile.Find("trixie", IpxePlatform.Efi) : null).ShouldBeEmpty();

    [Fact]
    public void Questions_hold_only_characters_that_no_version_encodes()
    {
        var line = ReadyScripts.All["first-stage.ipxe"].Split('\n').Single(l => l.StartsWith("chain", StringComparison.Ordinal));
        line.ShouldContain("mac=${mac:hexhyp}&uuid=${uuid}&serial=${serial:hexraw}&arch=${rl-arch}&platform=${platform}&memory=${smbios/0.19.4.8:hexraw}${smbios/1.19.4.8:hexraw}${smbios/2.19.4.8:hexraw}${smbios/3.19.4.8:hexraw}&stage=2&maker=${manufacturer:hexraw}&product=${product:hexraw}&card=${busid:hexraw}&cards=${net0/mac:hexhyp}.${net1/mac:hexhyp}.${net2/mac:hexhyp}.${net3/mac:hexhyp} ||");
    }

    [Fact]
    public void An_IPv6_server_is_written_in_brackets_without_its_zone()
        => FirstStageScript.Write(new(IPAddress.Parse("fe80::1%3"), 80)).ShouldContain("http://[fe80::1]:80/boot.ipxe");

    [Fact]
    public void A_kernel_argument_with_a_line_break_is_refused()
        => Should.Throw<IpxeSyntaxException>(() => ImageBootScript.Write(new("http://a/k", ["http://a/i"], ["a\nexit 0"]))).Message.ShouldContain("U+000A");

    [Fact]
    public void A_command_line_longer_than_kernels_read_is_refused()
        => Should.Throw<IpxeSyntaxException>(() => ImageBootScript.Write(new("http://a/k", ["http://a/i"], [new string('x', 2048)]))).Message.ShouldContain("2047");

    [Fact]
    public void Initrd_among_the_arguments_is_refused()
        => Should.Throw<IpxeSyntaxException>(() => ImageBootScript.Write(new("http://a/k", [], ["quiet", "initrd=x"]))).Message.ShouldContain("initrd=");

    [Theory]
    [InlineData("https://a/k", "HTTPS")]
    [InlineData("http://a/k k", "percent-encode")]
    [InlineData("http://a/k#f", "percent-encode")]
    [InlineData("/k", "scheme")]
    [InlineData("http://a/${net0/mac}", "expand")]
    [InlineData("", "empty")]
    public void An_address_that_cannot_be_fetched_is_refused(string url, string reason)
        => Should.Throw<IpxeSyntaxException>(() => ImageBootScript.Write(new(url, ["http://a/i"], []))).Message.ShouldContain(reason);

    [Fact]
    public void HTTPS_is_used_where_the_version_proves_it()
        => ImageBootScript.Write(new("https://a/k", ["https://a/i"], []), IpxeCapabilities.FromRequest("iPXE/1.21.1+git20250501.dad20602+dfsg-1", "pcbios")).ShouldContain("https://a/k");
}
