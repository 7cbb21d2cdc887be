namespace Racklight.Trust.Keys;

/// <summary>Where a site's keys lie: a directory of the state directory that only its owner enters.</summary>
/// <param name="State">The state directory.</param>
internal sealed record TrustFiles(string State)
{
    /// <summary>For the owner alone.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The directory.</summary>
    public string Directory => Path.Combine(State, "trust");

    /// <summary>The authority's certificate: what clients are given.</summary>
    public string Ca => Path.Combine(Directory, "ca.crt");

    /// <summary>The authority's key.</summary>
    public string CaKey => Path.Combine(Directory, "ca.key");

    /// <summary>The certificate that signs code.</summary>
    public string Signer => Path.Combine(Directory, "codesign.crt");

    /// <summary>Its key.</summary>
    public string SignerKey => Path.Combine(Directory, "codesign.key");

    /// <summary>True when the site has keys.</summary>
    public bool Exist => File.Exists(Ca) && File.Exists(Signer) && File.Exists(SignerKey);
}
