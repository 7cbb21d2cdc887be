using Racklight.App.Dashboard;

namespace Racklight.Mirrors.Pages;

/// <summary>The mirror's page.</summary>
public sealed record MirrorPageModel(PageFrame Frame, MirrorState State, CacheState Cache, string Words);

/// <summary>What changes on the page while a run goes on.</summary>
/// <param name="Progress">How far a run is; null: none goes on.</param>
/// <param name="Last">How the last one ended.</param>
/// <param name="Records">What is mirrored.</param>
/// <param name="Now">The time.</param>
public sealed record MirrorState(MirrorProgress? Progress, MirrorRunNote? Last, IReadOnlyList<MirrorRecord> Records, DateTimeOffset Now)
{
    /// <summary>Bytes on disk: two addresses with the same content have one file.</summary>
    public long Bytes => Records.DistinctBy(static record => record.Digest).Sum(static record => record.Size);

    /// <summary>What is mirrored without a proof of where it came from, the weakest first.</summary>
    public IReadOnlyList<MirrorRecord> Unproven => [.. Records.Where(static record => record.Proof is Proof.None or Proof.Checksums).OrderBy(static record => record.Proof)];

    /// <summary>Differs when the lists below differ; a run's progress is apart.</summary>
    public (DateTimeOffset?, int, DateTimeOffset) Version => (Last?.Ended, Records.Count, Records.Count == 0 ? default : Records.Max(static record => record.Fetched));
}

/// <summary>The mirror's lists.</summary>
/// <param name="State">What they show.</param>
/// <param name="Words">What the filter in the address says.</param>
public sealed record MirrorListModel(MirrorState State, string Words)
{
    /// <summary>What a filter looks through.</summary>
    public static string SearchText(MirrorRecord record) => string.Join(' ', [record.Url.ToString(), record.Role, record.Digest.Hex, Word(record.Proof), .. record.Entries]).ToLowerInvariant();

    /// <summary>Those that the filter lets through: the page filters without a script too.</summary>
    public bool Shows(MirrorRecord record) => Words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(SearchText(record).Contains);

    /// <summary>How it was proven, in a word or two.</summary>
    public static string Word(Proof proof) => proof switch
    {
        Proof.Signature => "signature",
        Proof.Catalog => "catalog's digest",
        Proof.Checksums => "unsigned checksums",
        _ => "not verified",
    };

    /// <summary>Its colour and shape.</summary>
    public static Tone ToneOf(Proof proof) => proof switch
    {
        Proof.Signature or Proof.Catalog => Tone.Good,
        Proof.Checksums => Tone.Quiet,
        _ => Tone.Warning,
    };
}

/// <summary>The pass-through cache as it is now.</summary>
/// <param name="Files">Files in it.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="Limit">The most that they may take; 0: it is off.</param>
/// <param name="Hosts">Hosts that machines may reach through it.</param>
public sealed record CacheState(int Files, long Bytes, long Limit, IReadOnlyList<string> Hosts);
