namespace Racklight.Mirrors.Running;

/// <summary>How a file fared.</summary>
internal enum Fate
{
    /// <summary>Fetched now.</summary>
    Fetched,

    /// <summary>Was here already, and still is what upstream has.</summary>
    Kept,

    /// <summary>Could not be had; what was mirrored before stays.</summary>
    Failed,
}

/// <summary>How a file fared.</summary>
/// <param name="File">The file.</param>
/// <param name="Fate">How.</param>
/// <param name="Record">Its entry; null when there is none.</param>
/// <param name="Problem">Why it failed.</param>
internal sealed record MirrorOutcome(MirrorFile File, Fate Fate, MirrorRecord? Record, Problem? Problem);
