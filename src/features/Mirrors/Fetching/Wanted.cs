namespace Racklight.Mirrors.Fetching;

/// <summary>A file to fetch, and what is known of it.</summary>
/// <param name="Url">Where it is.</param>
internal sealed record Wanted(Uri Url)
{
    /// <summary>Its size in bytes, if known.</summary>
    public long? Size { get; init; }

    /// <summary>True when its digest is known: then a part of it may be resumed even without an entity tag, since a mix of two versions cannot pass.</summary>
    public bool HasDigest { get; init; }

    /// <summary>True when SHA-512 is asked for too.</summary>
    public bool Sha512 { get; init; }

    /// <summary>The entity tag of the version that is here already; null: none.</summary>
    public string? ETag { get; init; }

    /// <summary>The time of change of the version that is here already; null: none.</summary>
    public DateTimeOffset? LastModified { get; init; }
}

/// <summary>A file that arrived whole, still under its temporary name.</summary>
/// <param name="Part">Where it lies.</param>
/// <param name="Sha256">Its digest.</param>
/// <param name="Sha512">The other digest, when it was asked for.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">The server's entity tag.</param>
/// <param name="LastModified">When the server says that it changed.</param>
/// <param name="Resumed">A part of it was here before this fetch.</param>
internal sealed record Fetched(PartFile Part, Digest Sha256, string? Sha512, long Size, string? ETag, DateTimeOffset? LastModified, bool Resumed);
