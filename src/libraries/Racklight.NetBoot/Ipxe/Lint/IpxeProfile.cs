namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>The iPXE builds that a script can be checked for, by the names that people know them by.</summary>
public static class IpxeProfile
{
    /// <summary>What can be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = ["bookworm", "trixie", "sid", "netboot.xyz"];

    /// <summary>What a build can; null for a name that is none.</summary>
    /// <param name="name">One of <see cref="Names"/>, or a version as iPXE tells it.</param>
    /// <param name="platform">Unknown: only what its BIOS and its EFI build both can.</param>
    public static IpxeCapabilities? Find(string name, IpxePlatform platform) => name switch
    {
        "bookworm" => IpxeCapabilities.For(IpxeVersion.TryParse("1.0.0+git-20190125.36a4c85-5.1"), platform),
        "trixie" => IpxeCapabilities.For(IpxeVersion.TryParse("1.21.1+git20250501.dad20602+dfsg-1"), platform),
        "sid" => IpxeCapabilities.For(IpxeVersion.TryParse("2.0.0+dfsg-5"), platform),
        // Its builds are of the newest source, with the options that its repository turns on (files/ipxe/local/general.h).
        "netboot.xyz" => IpxeCapabilities.For(IpxeVersion.TryParse("2.0.0+git20260508 (netboot.xyz)"), platform).With(
            IpxeFeature.Https, IpxeFeature.Vlan, IpxeFeature.Console, IpxeFeature.Ping, IpxeFeature.PowerOff, IpxeFeature.Shim, IpxeFeature.Certificates, IpxeFeature.Params,
            IpxeFeature.Digests, IpxeFeature.Ntp, IpxeFeature.PciScan, IpxeFeature.ImageTrust, IpxeFeature.ImageExtract, IpxeFeature.NsLookup, IpxeFeature.Time),
        _ when IpxeVersion.TryParse(name) is { } version => IpxeCapabilities.For(version, platform),
        _ => null,
    };
}
