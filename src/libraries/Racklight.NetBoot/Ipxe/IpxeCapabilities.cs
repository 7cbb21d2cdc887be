using System.Collections.Frozen;

namespace Racklight.NetBoot.Ipxe;

/// <summary>What iPXE runs on.</summary>
public enum IpxePlatform
{
    /// <summary>Not told: only what both know is used.</summary>
    Unknown,

    /// <summary>PC BIOS (<c>pcbios</c>).</summary>
    Bios,

    /// <summary>UEFI (<c>efi</c>).</summary>
    Efi,
}

/// <summary>
/// What a client's iPXE can, as far as its version proves it. Most commands are build options, so a version proves them only for
/// builds whose configuration is known; all others get the subset that the oldest supported one knows.
/// </summary>
public sealed class IpxeCapabilities
{
    private static readonly IpxeFeature[] DebianSince2025 = [IpxeFeature.Https, IpxeFeature.Vlan, IpxeFeature.Console, IpxeFeature.Ping, IpxeFeature.PowerOff, IpxeFeature.Shim, IpxeFeature.Certificates];
    private static readonly IpxeFeature[] EveryBuildSince2025 = [IpxeFeature.Forms, IpxeFeature.LinkWait];
    private static readonly IpxeFeature[] DebianEfiSince2 = [IpxeFeature.Params, IpxeFeature.Digests, IpxeFeature.Ntp, IpxeFeature.PciScan];

    private readonly FrozenSet<IpxeFeature> _features;

    private IpxeCapabilities(IpxeVersion? version, IpxePlatform platform, IEnumerable<IpxeFeature> features)
    {
        Version = version;
        Platform = platform;
        _features = features.ToFrozenSet();
    }

    /// <summary>The oldest supported iPXE: that of Debian 12, from January 2019.</summary>
    public static IpxeCapabilities Oldest { get; } = new(null, IpxePlatform.Unknown, []);

    /// <summary>The version, if the client told one that can be read.</summary>
    public IpxeVersion? Version { get; }

    /// <summary>A day of which its source is at least; that of the oldest supported when it told no version.</summary>
    public DateOnly SourceDate => Version?.Date ?? new DateOnly(2019, 1, 25);

    /// <summary>What it runs on.</summary>
    public IpxePlatform Platform { get; }

    /// <summary>What it can beyond the oldest.</summary>
    public IReadOnlyCollection<IpxeFeature> Features => _features;

    /// <summary>What a version proves.</summary>
    public static IpxeCapabilities For(IpxeVersion? version, IpxePlatform platform)
    {
        if (version is null) return new(null, platform, []);
        var features = new List<IpxeFeature>();
        if (version.Date >= new DateOnly(2021, 11, 11)) features.Add(IpxeFeature.KeepsUriEncoding);
        // It came during 2022; a snapshot of that year proves nothing.
        if (version.Date.Year >= 2023) features.Add(IpxeFeature.InitrdMagic);
        if (version.Date.Year >= 2025 && platform == IpxePlatform.Efi) features.Add(IpxeFeature.Autoexec);
        // Parts of commands that every build has.
        if (version.Date >= new DateOnly(2025, 5, 1)) features.AddRange(EveryBuildSince2025);
        if (version.IsDebian && version.Date >= new DateOnly(2025, 5, 1)) features.AddRange(DebianSince2025);
        if (version.IsDebian && version.Number.Major >= 2 && platform == IpxePlatform.Efi) features.AddRange(DebianEfiSince2);
        return new(version, platform, features);
    }

    /// <summary>What an HTTP request proves: its <c>User-Agent</c>, and the <c>platform=</c> that our first stage sends.</summary>
    public static IpxeCapabilities FromRequest(string? userAgent, string? platform)
        => For(IpxeVersion.FromUserAgent(userAgent), ParsePlatform(platform));

    /// <summary>Reads <c>${platform}</c>.</summary>
    public static IpxePlatform ParsePlatform(string? text) => text switch
    {
        "pcbios" => IpxePlatform.Bios,
        "efi" => IpxePlatform.Efi,
        _ => IpxePlatform.Unknown,
    };

    /// <summary>The same with features that somebody vouches for.</summary>
    public IpxeCapabilities With(params IEnumerable<IpxeFeature> features) => new(Version, Platform, _features.Concat(features)) { SignedRoot = SignedRoot };

    /// <summary>
    /// Below this URL every file has a signature that the client must check; null: none. Meant for clients with
    /// <see cref="IpxeFeature.ImageTrust"/> of a site that signs.
    /// </summary>
    public string? SignedRoot { get; private init; }

    /// <summary>The same, with the duty to check the signatures below a URL when it can.</summary>
    /// <param name="root">For instance <c>http://10.20.0.1:8080/</c>.</param>
    public IpxeCapabilities CheckingSignaturesBelow(string root)
        => Has(IpxeFeature.ImageTrust) ? new(Version, Platform, _features) { SignedRoot = root } : this;

    /// <summary>True when it is known to have the feature.</summary>
    public bool Has(IpxeFeature feature) => _features.Contains(feature);

    /// <summary>True when it can put a file into an initramfs by a path. EFI builds can since they offer all initrds as one; before, they offered the bare file.</summary>
    public bool PutsFilesIntoInitramfs => Platform == IpxePlatform.Bios || Has(IpxeFeature.InitrdMagic);

    /// <summary>True when it is known to have the command.</summary>
    public bool Knows(string command) => IpxeCommands.Oldest.Contains(command) || (IpxeCommands.Newer.TryGetValue(command, out var feature) && Has(feature));

    /// <inheritdoc/>
    public override string ToString() => Version is null ? "the oldest supported iPXE" : $"iPXE {Version}";
}
