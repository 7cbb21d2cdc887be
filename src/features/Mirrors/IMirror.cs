namespace Racklight.Mirrors;

/// <summary>What the mirror offers the menu's renderer. Cheap: asked for every script.</summary>
public interface IMirror
{
    /// <summary>The path on this server under which a mirrored file is served (<c>/mirror/SHA256/NAME</c>), or null when it is not mirrored.</summary>
    string? Locate(Uri url);

    /// <summary>All files that are mirrored.</summary>
    IReadOnlyList<MirrorRecord> Records { get; }

    /// <summary>How far a run of <c>menu mirror</c> is; null when none runs.</summary>
    MirrorProgress? Progress { get; }

    /// <summary>How the last run of <c>menu mirror</c> ended; null when there was none.</summary>
    MirrorRunNote? LastRun { get; }
}
