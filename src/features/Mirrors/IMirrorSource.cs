namespace Racklight.Mirrors;

/// <summary>A file that a menu entry needs from the internet.</summary>
/// <param name="Entry">The entry: <c>debian-12</c>.</param>
/// <param name="Role">What the entry needs it for: <c>kernel</c>, <c>initrd</c>, <c>squashfs</c>, <c>iso</c>.</param>
/// <param name="Url">Where it comes from: http or https, without credentials.</param>
public sealed record MirrorFile(string Entry, string Role, Uri Url)
{
    /// <summary>Bytes, where the catalog knows; another size is refused.</summary>
    public long? Size { get; init; }

    /// <summary>The digest, where the catalog knows; anything else is refused.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>
    /// Upstream's checksum files: the first lists the file, each next one lists the one before it (Debian: <c>SHA256SUMS</c>, then <c>Release</c>). Empty: none.
    /// </summary>
    public IReadOnlyList<Uri> Checksums { get; init; } = [];

    /// <summary>A signature, where upstream makes one.</summary>
    public MirrorSignature? Signature { get; init; }
}

/// <summary>An OpenPGP signature of upstream.</summary>
/// <param name="Keyring">A keyring in <c>/usr/share/keyrings</c> by its name, or a file of the site by its relative path.</param>
public sealed record MirrorSignature(string Keyring)
{
    /// <summary>The detached signature (<c>.gpg</c>, <c>.sig</c>, <c>.asc</c>); null: the last checksum file is signed inline.</summary>
    public Uri? Url { get; init; }

    /// <summary>True when the signature is of the file itself; else it is of the last checksum file.</summary>
    public bool OfFile { get; init; }
}

/// <summary>Lists what menu entries need; the catalog knows.</summary>
public interface IMirrorSource
{
    /// <summary>The files of the named entries, or of all when none is named.</summary>
    /// <param name="entries">Entries by name.</param>
    /// <param name="architecture">Only what machines of this kind need; null: all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">A name is unknown.</exception>
    Task<IReadOnlyList<MirrorFile>> ListAsync(IReadOnlyList<string> entries, Architecture? architecture, CancellationToken cancellationToken);
}
