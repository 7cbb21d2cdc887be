using System.Globalization;

namespace Racklight.Yaml;

/// <summary>
/// What a plain scalar means by YAML's core schema (1.2.2 §10.3.2), asked for by a reader who expects that type:
/// <c>22.10</c> stays text where text is wanted, and <c>no</c> is never false.
/// </summary>
public static class CoreSchema
{
    /// <summary>True for nothing, <c>~</c> and <c>null</c> without quotes.</summary>
    public static bool IsNull(YamlScalar scalar) => scalar.Plain && (scalar.Text is "" or "~" or "null" or "Null" or "NULL");

    /// <summary><c>true</c> or <c>false</c> without quotes.</summary>
    public static bool TryBoolean(YamlScalar scalar, out bool value)
    {
        value = scalar.Text is "true" or "True" or "TRUE";
        return scalar.Plain && (value || scalar.Text is "false" or "False" or "FALSE");
    }

    /// <summary>A whole number without quotes: decimal, <c>0o17</c> or <c>0xff</c>, within 64 bits.</summary>
    public static bool TryInteger(YamlScalar scalar, out long value)
    {
        value = 0;
        var text = scalar.Text.AsSpan();
        if (!scalar.Plain || text.Length is 0 or > 66) return false;
        if (text.StartsWith("0x", StringComparison.Ordinal)) return long.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (text.StartsWith("0o", StringComparison.Ordinal)) return TryOctal(text[2..], out value);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A finite number without quotes.</summary>
    public static bool TryNumber(YamlScalar scalar, out double value)
    {
        value = 0;
        if (TryInteger(scalar, out var whole))
        {
            value = whole;
            return true;
        }
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return scalar.Plain && scalar.Text.Length <= 64 && scalar.Text.Any(char.IsAsciiDigit)
            && double.TryParse(scalar.Text, style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    private static bool TryOctal(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        if (digits.Length is 0 or > 20) return false;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7') return false;
            value = value * 8 + (digit - '0');
        }
        return true;
    }
}
