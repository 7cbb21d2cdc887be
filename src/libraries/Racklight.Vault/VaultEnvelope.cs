using System.Security.Cryptography;
using System.Text;

namespace Racklight.Vault;

/// <summary>
/// A vault as it lies in a file, still encrypted: <c>$ANSIBLE_VAULT;1.1;AES256</c> or <c>$ANSIBLE_VAULT;1.2;AES256;label</c>, then
/// hex(hex(salt) LF hex(check) LF hex(ciphertext)) in lines of 80. The version and the label are not protected by the check value.
/// </summary>
public sealed class VaultEnvelope
{
    /// <summary>The largest vault text that is read or written, in bytes; it holds about a quarter of that.</summary>
    public const int LargestText = 128 << 20;

    /// <summary>The salt's length in what is written here; other lengths are read.</summary>
    public const int SaltLength = 32;

    internal const int CheckLength = 32;
    internal const int BlockLength = 16;
    internal const int Columns = 80;
    internal static ReadOnlySpan<byte> Magic => "$ANSIBLE_VAULT"u8;

    internal VaultEnvelope(string? label, byte[] salt, byte[] check, byte[] ciphertext, string version = "", VaultOddity? oddity = null)
        => (Label, Salt, Check, Ciphertext, Version, Oddity) = (label, salt, check, ciphertext, version, oddity);

    /// <summary>The vault id that it was encrypted for; null in version 1.1, where it is <see cref="VaultKeyring.DefaultId"/>.</summary>
    public string? Label { get; }

    /// <summary>As the header says. Ansible does not look at it, and so neither do we.</summary>
    public string Version { get; }

    /// <summary>What the keys are derived with, besides the password. Random for each encryption.</summary>
    public ReadOnlyMemory<byte> Salt { get; }

    /// <summary>HMAC-SHA256 over the ciphertext.</summary>
    public ReadOnlyMemory<byte> Check { get; }

    /// <summary>Whole blocks of AES-256-CTR.</summary>
    public ReadOnlyMemory<byte> Ciphertext { get; }

    /// <summary>Something that no writer of vaults leaves, though every reader takes it: the first place to look at when no password fits.</summary>
    internal VaultOddity? Oddity { get; }

    /// <summary>True for a text that begins as a vault does. Blank lines or a byte order mark before it make it none, for Ansible too.</summary>
    public static bool IsVault(ReadOnlySpan<byte> text) => text.StartsWith(Magic);

    /// <summary>Takes a vault's text apart. No password is needed; LF or CRLF, with or without a last line end.</summary>
    /// <exception cref="VaultFormatException">It is no vault, or damaged; the message says where.</exception>
    public static VaultEnvelope Parse(ReadOnlySpan<byte> text) => VaultParser.Parse(text);

    /// <summary>The vault's text, byte for byte as Ansible writes it.</summary>
    public byte[] ToBytes()
    {
        var header = Encoding.ASCII.GetBytes(Label is null ? "$ANSIBLE_VAULT;1.1;AES256\n" : $"$ANSIBLE_VAULT;1.2;AES256;{Label}\n");
        var inner = new byte[2 * (Salt.Length + CheckLength + Ciphertext.Length) + 2];
        var at = Hex(Salt.Span, inner);
        inner[at++] = (byte)'\n';
        at += Hex(Check.Span, inner.AsSpan(at));
        inner[at++] = (byte)'\n';
        Hex(Ciphertext.Span, inner.AsSpan(at));

        var lines = (2 * inner.Length + Columns - 1) / Columns;
        var text = new byte[header.Length + 2 * inner.Length + lines];
        header.CopyTo(text, 0);
        var to = text.AsSpan(header.Length);
        for (var from = 0; from < inner.Length; from += Columns / 2)
        {
            var part = inner.AsSpan(from, Math.Min(Columns / 2, inner.Length - from));
            var written = Hex(part, to);
            to[written] = (byte)'\n';
            to = to[(written + 1)..];
        }
        return text;
    }

    /// <summary>True when the same password and salt were used: the same keystream, so only ever for the same plaintext.</summary>
    public bool SharesSaltWith(VaultEnvelope other) => CryptographicOperations.FixedTimeEquals(Salt.Span, other.Salt.Span);

    private static int Hex(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        Convert.TryToHexStringLower(bytes, to, out var written);
        return written;
    }
}

/// <summary>A line that is not as a writer leaves it.</summary>
internal sealed record VaultOddity(string Message, int Line);
