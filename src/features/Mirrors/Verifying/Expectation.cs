using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Verifying;

/// <summary>What a file must be, found out before it is fetched.</summary>
internal sealed record Expectation
{
    /// <summary>Nothing is known.</summary>
    public static Expectation Unknown(string why) => new() { Proof = Proof.None, Why = why };

    /// <summary>The digest that it must have.</summary>
    public Digest? Sha256 { get; init; }

    /// <summary>The other digest that it must have, where upstream publishes only that.</summary>
    public string? Sha512 { get; init; }

    /// <summary>A detached signature of the file itself, to be checked when it is here.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>The keyring for <see cref="Signature"/>.</summary>
    public string Keyring { get; init; } = "";

    /// <summary>What a file that meets the digest is proven by.</summary>
    public required Proof Proof { get; init; }

    /// <summary>The record's <see cref="MirrorRecord.Why"/>.</summary>
    public required string Why { get; init; }

    /// <summary>True when a digest is known.</summary>
    public bool HasDigest => Sha256 is not null || Sha512 is not null;

    /// <summary>Compares what came.</summary>
    /// <exception cref="WebFault">It is something else.</exception>
    public void Require(Uri url, Digest sha256, string? sha512)
    {
        if (Sha256 is { } wanted && wanted != sha256) throw Other(url, sha256.Hex, wanted.Hex);
        if (Sha512 is { } other && sha512 is not null && other != sha512) throw Other(url, sha512[..64] + "…", other[..64] + "…");
    }

    private WebFault Other(Uri url, string got, string wanted)
        => new($"{WebSource.Show(url)} has the digest {got}, not {wanted} ({Why})", "the mirror serves another file, or upstream replaced it: try another mirror, or a newer catalog") { Poisoned = true };
}
