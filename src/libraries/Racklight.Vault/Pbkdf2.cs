using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Racklight.Vault;

/// <summary>
/// PBKDF2-HMAC-SHA256 (RFC 8018 §5.2). The platform's own asks OpenSSL 3 for it, which allocates and copies contexts for every HMAC
/// and spends most of its time so (https://github.com/openssl/openssl/issues/25703): a third of what opening a vault costs as a whole process.
/// Here OpenSSL's compression function is called directly. Where it is not found, the platform does the work.
/// </summary>
internal static class Pbkdf2
{
    /// <summary>Derives a key.</summary>
    /// <param name="password">Of any length.</param>
    /// <param name="salt">Of any length.</param>
    /// <param name="rounds">1 or more.</param>
    /// <param name="key">Where the key goes; its length is the length that is wanted.</param>
    public static void Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int rounds, Span<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        if (!Sha256Compression.IsThere)
        {
            Rfc2898DeriveBytes.Pbkdf2(password, salt, key, rounds, HashAlgorithmName.SHA256);
            return;
        }
        Span<byte> sum = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var indexed = new byte[salt.Length + sizeof(int)];
        salt.CopyTo(indexed);
        using var chain = new HmacChain(password);
        for (var index = 1; key.Length > 0; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(indexed.AsSpan(salt.Length), index);
            HMACSHA256.HashData(password, indexed, sum);
            chain.Sum(sum, rounds);
            var part = Math.Min(sum.Length, key.Length);
            sum[..part].CopyTo(key);
            key = key[part..];
        }
        CryptographicOperations.ZeroMemory(sum);
    }
}
