using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight;

/// <summary>A SHA-256 digest: the name of everything immutable. Prints as 64 lower-case hexadecimal digits.</summary>
[JsonConverter(typeof(DigestJsonConverter))]
public readonly record struct Digest
{
    private readonly string? _hex;

    private Digest(string hex) => _hex = hex;

    /// <summary>The 64 lower-case hexadecimal digits.</summary>
    public string Hex => _hex ?? new string('0', 64);

    /// <summary>The first twelve digits: enough to tell images apart on a screen.</summary>
    public string Short => Hex[..12];

    /// <inheritdoc/>
    public override string ToString() => Hex;

    /// <summary>The digest of bytes in memory.</summary>
    public static Digest Of(ReadOnlySpan<byte> data) => new(Convert.ToHexStringLower(SHA256.HashData(data)));

    /// <summary>The digest of a stream, read to its end.</summary>
    public static async Task<Digest> OfAsync(Stream stream, CancellationToken cancellationToken = default)
        => new(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)));

    /// <summary>Takes over the 32 bytes of a hash that was computed elsewhere.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static Digest FromHash(ReadOnlySpan<byte> hash)
        => hash.Length == 32 ? new(Convert.ToHexStringLower(hash)) : throw new ArgumentException("A SHA-256 digest has 32 bytes.", nameof(hash));

    /// <summary>Reads 64 hexadecimal digits, with or without a <c>sha256:</c> before them.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Digest digest)
    {
        digest = default;
        if (text is null) return false;
        if (text.StartsWith("sha256:", StringComparison.Ordinal)) text = text[7..];
        if (text.Length != 64) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c)) return false;
        }
        digest = new Digest(text.ToLowerInvariant());
        return true;
    }

    /// <summary>Reads 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">Not a SHA-256 digest.</exception>
    public static Digest Parse(string text) => TryParse(text, out var digest) ? digest : throw new FormatException($"'{text}' is not a SHA-256 digest.");
}

/// <summary>Writes and reads a <see cref="Digest"/> as its text.</summary>
public sealed class DigestJsonConverter : JsonConverter<Digest>
{
    /// <inheritdoc/>
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Digest.TryParse(reader.GetString(), out var digest) ? digest : throw new JsonException("Not a SHA-256 digest.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
}
