namespace Racklight.Mirrors;

/// <summary>How the content of a mirrored file was found to be upstream's.</summary>
public enum Proof
{
    /// <summary>Not at all; <see cref="MirrorRecord.Why"/> says why.</summary>
    None,

    /// <summary>By a checksum file that is not signed: proves that nothing was damaged, not who made it.</summary>
    Checksums,

    /// <summary>By the digest in the catalog.</summary>
    Catalog,

    /// <summary>By a signature with a key that this machine or the site trusts.</summary>
    Signature,
}

/// <summary>A file in the mirror.</summary>
public sealed record MirrorRecord
{
    /// <summary>Where it came from.</summary>
    public required Uri Url { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required Digest Digest { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The entries that need it.</summary>
    public required IReadOnlyList<string> Entries { get; init; }

    /// <summary>What it is to them: <c>kernel</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Upstream's entity tag, or null.</summary>
    public string? ETag { get; init; }

    /// <summary>When upstream says that it changed last, or null.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>How it was verified.</summary>
    public required Proof Proof { get; init; }

    /// <summary>What proves it (the checksum file, the key's fingerprint), or why nothing does.</summary>
    public required string Why { get; init; }

    /// <summary>When it was fetched or imported.</summary>
    public required DateTimeOffset Fetched { get; init; }

    /// <summary>The name that its path ends in: the last part of <see cref="Url"/>, reduced to what firmware copies without change.</summary>
    public string Name => Plain(Uri.UnescapeDataString(Url.Segments[^1].TrimEnd('/')));

    /// <summary>The path on the server.</summary>
    public string Path => $"/mirror/{Digest.Hex}/{Name}";

    // Old iPXE re-encodes all but plain characters in addresses.
    private static string Plain(string name)
    {
        var plain = new string([.. name.Take(100).Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')]).TrimStart('.');
        return plain.Length > 0 ? plain : "file";
    }
}
