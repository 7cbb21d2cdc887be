namespace Racklight.Mirrors.Bundles;

/// <summary>The first file of a bundle: what is in it.</summary>
internal sealed record BundleManifest
{
    /// <summary>The name of that file.</summary>
    public const string Name = "racklight-mirror.json";

    /// <summary>The form that this program writes and reads.</summary>
    public const int Current = 1;

    /// <summary>The largest manifest that is read, in bytes.</summary>
    public const int Largest = 64 << 20;

    /// <summary>The form.</summary>
    public required int Version { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset Written { get; init; }

    /// <summary>The entries; their files follow by digest.</summary>
    public required IReadOnlyList<MirrorRecord> Records { get; init; }

    /// <summary>The name of an artifact in a bundle.</summary>
    public static string NameOf(Digest digest) => $"artifacts/{digest.Hex}";
}

/// <summary>What an export or import moved.</summary>
internal sealed record BundleResult(int Entries, int Files, long Bytes);
