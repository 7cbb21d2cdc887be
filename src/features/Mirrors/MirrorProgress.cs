namespace Racklight.Mirrors;

/// <summary>How far a run of <c>menu mirror</c> is.</summary>
/// <param name="Files">Files in all.</param>
/// <param name="Done">Files that are done, well or not.</param>
/// <param name="Bytes">Bytes that are here of those to fetch.</param>
/// <param name="Total">Bytes to fetch, as far as sizes are known.</param>
/// <param name="Now">A file that is being fetched: <c>debian-12/kernel</c>.</param>
public sealed record MirrorProgress(int Files, int Done, long Bytes, long Total, string? Now)
{
    /// <summary>Bytes a second, over the last seconds.</summary>
    public long Speed { get; init; }

    /// <summary>When it was so.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The files that are being fetched, at most 16.</summary>
    public IReadOnlyList<RunningFile> Running { get; init; } = [];
}

/// <summary>A file that is being fetched.</summary>
/// <param name="Name">The first entry that needs it, and what for: <c>debian-12/kernel</c>.</param>
/// <param name="Url">Where it comes from.</param>
/// <param name="Bytes">Bytes that are here.</param>
/// <param name="Total">Its size; null: upstream does not tell.</param>
public sealed record RunningFile(string Name, Uri Url, long Bytes, long? Total);

/// <summary>How the last run of <c>menu mirror</c> ended.</summary>
/// <param name="Ended">When.</param>
/// <param name="Files">Files in all.</param>
/// <param name="Fetched">Fetched by that run.</param>
/// <param name="Kept">Were here already.</param>
/// <param name="Failed">Could not be had, and why; at most 500.</param>
public sealed record MirrorRunNote(DateTimeOffset Ended, int Files, int Fetched, int Kept, IReadOnlyList<MirrorFailure> Failed);

/// <summary>A file that could not be had.</summary>
/// <param name="Name">The entry that needs it, and what for.</param>
/// <param name="Url">Where it should have come from.</param>
/// <param name="Why">Why.</param>
/// <param name="Hint">What to try.</param>
public sealed record MirrorFailure(string Name, Uri Url, string Why, string? Hint);
