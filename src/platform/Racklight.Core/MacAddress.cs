using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight;

/// <summary>A 48-bit Ethernet address (IEEE 802). Equal whatever its spelling was; prints as <c>52:54:00:20:00:02</c>.</summary>
[JsonConverter(typeof(MacAddressJsonConverter))]
public readonly record struct MacAddress : IComparable<MacAddress>, ISpanParsable<MacAddress>
{
    private readonly ulong _bits;

    /// <summary>Makes an address from its 48 bits, first octet highest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">More than 48 bits are set.</exception>
    public MacAddress(ulong bits)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 0xFFFF_FFFF_FFFFUL);
        _bits = bits;
    }

    /// <summary>Makes an address from exactly six octets.</summary>
    /// <exception cref="ArgumentException">Not six octets.</exception>
    public MacAddress(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != 6) throw new ArgumentException("An Ethernet address has six octets.", nameof(octets));
        foreach (var octet in octets) _bits = (_bits << 8) | octet;
    }

    /// <summary>The 48 bits, first octet highest.</summary>
    public ulong Bits => _bits;

    /// <summary>True for the group (multicast or broadcast) bit: no network card may have such an address of its own.</summary>
    public bool IsMulticast => (_bits >> 40 & 1) == 1;

    /// <summary>The spelling with hyphens that firmware and iPXE's <c>${mac:hexhyp}</c> use: <c>52-54-00-20-00-02</c>.</summary>
    public string ToHyphens() => Format('-');

    /// <inheritdoc/>
    public override string ToString() => Format(':');

    /// <summary>Writes the six octets.</summary>
    public void CopyTo(Span<byte> destination)
    {
        for (var i = 0; i < 6; i++) destination[i] = (byte)(_bits >> (40 - 8 * i));
    }

    /// <inheritdoc/>
    public int CompareTo(MacAddress other) => _bits.CompareTo(other._bits);

    /// <summary>Reads <c>52:54:00:20:00:02</c>, <c>52-54-00-20-00-02</c>, <c>5254.0020.0002</c> or <c>525400200002</c>, in any case.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out MacAddress result)
    {
        result = default;
        if (s.Length is < 12 or > 17) return false;
        Span<char> digits = stackalloc char[12];
        var count = 0;
        char separator = '\0';
        for (var i = 0; i < s.Length; i++)
        {
            if (char.IsAsciiHexDigit(s[i]))
            {
                if (count == 12) return false;
                digits[count++] = s[i];
                continue;
            }
            if (s[i] is not (':' or '-' or '.')) return false;
            if (separator == '\0') separator = s[i];
            if (s[i] != separator) return false;
            var group = separator == '.' ? 4 : 2;
            if (count == 0 || count % group != 0 || i == s.Length - 1 || !char.IsAsciiHexDigit(s[i - 1])) return false;
        }
        var separators = s.Length - count;
        if (count != 12 || separators != (separator switch { '\0' => 0, '.' => 2, _ => 5 })) return false;
        result = new MacAddress(ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out MacAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out MacAddress result)
        => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out MacAddress)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, out MacAddress result) => TryParse(s.AsSpan(), null, out result);

    /// <inheritdoc/>
    /// <exception cref="FormatException">Not an Ethernet address.</exception>
    public static MacAddress Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null)
        => TryParse(s, provider, out var mac) ? mac : throw new FormatException($"'{s}' is not a MAC address (want e.g. 52:54:00:20:00:02).");

    /// <inheritdoc/>
    /// <exception cref="FormatException">Not an Ethernet address.</exception>
    public static MacAddress Parse(string s, IFormatProvider? provider = null) => Parse(s.AsSpan(), provider);

    private string Format(char separator) => string.Create(17, (_bits, separator), static (span, state) =>
    {
        const string hex = "0123456789abcdef";
        for (var i = 0; i < 6; i++)
        {
            var octet = (byte)(state._bits >> (40 - 8 * i));
            span[3 * i] = hex[octet >> 4];
            span[3 * i + 1] = hex[octet & 15];
            if (i < 5) span[3 * i + 2] = state.separator;
        }
    });
}

/// <summary>Writes and reads a <see cref="MacAddress"/> as its text.</summary>
public sealed class MacAddressJsonConverter : JsonConverter<MacAddress>
{
    /// <inheritdoc/>
    public override MacAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => MacAddress.TryParse(reader.GetString(), out var mac) ? mac : throw new JsonException("Not a MAC address.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, MacAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
