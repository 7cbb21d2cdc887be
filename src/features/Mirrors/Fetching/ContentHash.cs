using System.Security.Cryptography;

namespace Racklight.Mirrors.Fetching;

/// <summary>The digests of a content, computed as it passes: SHA-256 always, SHA-512 only where upstream publishes nothing else.</summary>
internal sealed class ContentHash(bool sha512) : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash? _sha512 = sha512 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA512) : null;

    public void Append(ReadOnlySpan<byte> data)
    {
        _sha256.AppendData(data);
        _sha512?.AppendData(data);
    }

    /// <summary>Ends it.</summary>
    public (Digest Sha256, string? Sha512) Finish()
        => (Digest.FromHash(_sha256.GetHashAndReset()), _sha512 is null ? null : Convert.ToHexStringLower(_sha512.GetHashAndReset()));

    public void Dispose()
    {
        _sha256.Dispose();
        _sha512?.Dispose();
    }
}
