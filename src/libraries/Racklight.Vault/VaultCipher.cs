using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Racklight.Vault;

/// <summary>AES-256 in counter mode over padded text (PKCS #7, though a stream needs none), checked by HMAC-SHA256 over the ciphertext.</summary>
internal static class VaultCipher
{
    // Large enough that a call's cost vanishes beside AES-NI's, small enough to stay in the first-level cache twice.
    private const int Chunk = 8192;

    /// <summary>The check value of a ciphertext.</summary>
    public static byte[] Check(VaultKeys keys, ReadOnlySpan<byte> ciphertext) => HMACSHA256.HashData(keys.Check, ciphertext);

    /// <summary>True when the check value fits, in a time that does not depend on how much of it does.</summary>
    public static bool Fits(VaultKeys keys, VaultEnvelope envelope) => CryptographicOperations.FixedTimeEquals(Check(keys, envelope.Ciphertext.Span), envelope.Check.Span);

    /// <summary>The plaintext of a ciphertext whose check value fits.</summary>
    public static SecretBuffer Decrypt(VaultKeys keys, ReadOnlySpan<byte> ciphertext)
    {
        var text = new SecretBuffer(ciphertext.Length);
        ciphertext.CopyTo(text.Span);
        Xor(keys, text.Span);
        int pad = text.Span[^1];
        if (pad is 0 or > VaultEnvelope.BlockLength || text.Span[^pad..].IndexOfAnyExcept((byte)pad) >= 0)
        {
            text.Dispose();
            throw new VaultFormatException("its check value fits, but its end is not padded as a vault's is: what wrote it does not follow the format");
        }
        text.Shorten(text.Length - pad);
        return text;
    }

    /// <summary>Pads and encrypts.</summary>
    public static byte[] Encrypt(VaultKeys keys, ReadOnlySpan<byte> plaintext)
    {
        var pad = VaultEnvelope.BlockLength - plaintext.Length % VaultEnvelope.BlockLength;
        // Pinned: the collector must not leave a copy of it while it still holds the plaintext.
        var text = GC.AllocateUninitializedArray<byte>(plaintext.Length + pad, pinned: true);
        plaintext.CopyTo(text);
        text.AsSpan(plaintext.Length).Fill((byte)pad);
        Xor(keys, text);
        return text;
    }

    /// <summary>The platform has no counter mode: ECB over the counters is the keystream (NIST SP 800-38A §6.5).</summary>
    private static void Xor(VaultKeys keys, Span<byte> text)
    {
        using var aes = Aes.Create();
        aes.SetKey(keys.Cipher);
        using var stream = new SecretBuffer(Math.Min(Chunk, text.Length));
        var counter = BinaryPrimitives.ReadUInt128BigEndian(keys.Counter);
        while (text.Length > 0)
        {
            var part = text[..Math.Min(Chunk, text.Length)];
            var key = stream.Span[..part.Length];
            for (var block = 0; block < key.Length; block += VaultEnvelope.BlockLength) BinaryPrimitives.WriteUInt128BigEndian(key[block..], counter++);
            aes.EncryptEcb(key, key, PaddingMode.None);
            Xor(part, key);
            text = text[part.Length..];
        }
    }

    private static void Xor(Span<byte> text, ReadOnlySpan<byte> key)
    {
        var wide = MemoryMarshal.Cast<byte, Vector<byte>>(text);
        var wideKey = MemoryMarshal.Cast<byte, Vector<byte>>(key);
        for (var i = 0; i < wide.Length; i++) wide[i] ^= wideKey[i];
        for (var i = wide.Length * Vector<byte>.Count; i < text.Length; i++) text[i] ^= key[i];
    }
}
