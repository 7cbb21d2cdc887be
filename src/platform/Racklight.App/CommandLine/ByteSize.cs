using System.Globalization;

namespace Racklight.App.CommandLine;

/// <summary>Sizes as people write them: <c>20G</c>, <c>512M</c>, <c>1.5T</c>, a number of bytes. Binary units (K is 1,024), as systemd and coreutils read them.</summary>
public static class ByteSize
{
    /// <summary>What is asked for, to follow "want".</summary>
    public const string Want = "a size such as 512M or 20G, or 0";

    /// <summary>Reads a size up to an exbibyte.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var number = text.AsSpan().Trim();
        if (number.EndsWith("iB")) number = number[..^2];
        else if (number.EndsWith("B")) number = number[..^1];
        if (number.IsEmpty) return false;
        var unit = "KMGTP".IndexOf(char.ToUpperInvariant(number[^1]), StringComparison.Ordinal);
        if (unit >= 0) number = number[..^1];
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;
        value *= Math.Pow(1024, unit + 1);
        if (value > 1L << 60) return false;
        bytes = (long)value;
        return true;
    }
}
