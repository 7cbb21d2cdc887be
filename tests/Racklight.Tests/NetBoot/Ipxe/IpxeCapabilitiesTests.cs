using Racklight.NetBoot.Ipxe;

namespace Racklight.Tests.NetBoot.Ipxe;

public sealed class IpxeCapabilitiesTests
{
    private const string Bookworm = "iPXE/1.0.0+git-20190125.36a4c85-5.1";
    private const string Trixie = "iPXE/1.21.1+git20250501.dad20602+dfsg-1";
    private const string Sid = "iPXE/2.0.0+dfsg-5";

    [Theory]
    [InlineData(Bookworm, "efi", "")]
    [InlineData(Bookworm, "pcbios", "")]
    [InlineData(Trixie, "pcbios", "Https KeepsUriEncoding InitrdMagic Vlan Console Ping PowerOff Shim Certificates Forms LinkWait")]
    [InlineData(Trixie, "efi", "Https KeepsUriEncoding InitrdMagic Autoexec Vlan Console Ping PowerOff Shim Certificates Forms LinkWait")]
    [InlineData(Sid, "pcbios", "Https KeepsUriEncoding InitrdMagic Vlan Console Ping PowerOff Shim Certificates Forms LinkWait")]
    [InlineData(Sid, "efi", "Https KeepsUriEncoding InitrdMagic Autoexec Vlan Console Ping PowerOff Shim Certificates Params Digests Ntp PciScan Forms LinkWait")]
    [InlineData("iPXE/1.21.1+ (g988d2)", "efi", "")]
    [InlineData("iPXE/2.0.0 (gabcd1)", "pcbios", "KeepsUriEncoding InitrdMagic Forms LinkWait")]
    [InlineData("curl/8.5.0", "efi", "")]
    [InlineData(null, null, "")]
    public void A_version_proves_what_its_build_can(string? userAgent, string? platform, string features)
        => string.Join(' ', IpxeCapabilities.FromRequest(userAgent, platform).Features.Order()).ShouldBe(features);

    [Fact]
    public void A_snapshot_tells_its_day()
    {
        var version = IpxeVersion.FromUserAgent(Bookworm).ShouldNotBeNull();
        version.Date.ShouldBe(new DateOnly(2019, 1, 25));
        version.Number.ShouldBe(new Version(1, 0, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("9999.0.0")]
    [InlineData("2.0.0\n")]
    [InlineData("2.0.0x")]
    public void Anything_else_is_no_version(string text) => IpxeVersion.TryParse(text).ShouldBeNull();
}
