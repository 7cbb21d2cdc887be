using System.Globalization;

namespace Racklight.Images.Building;

/// <summary>mksquashfs's words for <c>zstd:3</c> and the like.</summary>
/// <param name="Algorithm">gzip, lz4, xz or zstd.</param>
/// <param name="Level">1 to 22 for zstd, 1 to 9 for gzip, else null.</param>
internal sealed record Compression(string Algorithm, int? Level)
{
    /// <summary>Reads image.yaml's word.</summary>
    /// <exception cref="ProblemException">Not one of the four, or a level that it does not have.</exception>
    public static Compression Parse(string text)
    {
        var parts = text.Split(':');
        int? level = null;
        if (parts.Length == 2)
        {
            if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw Wrong(text);
            level = number;
        }
        return (parts[0], level) switch
        {
            _ when parts.Length > 2 => throw Wrong(text),
            ("zstd", null or (>= 1 and <= 22)) => new("zstd", level ?? 3),
            ("gzip", null or (>= 1 and <= 9)) => new("gzip", level),
            ("lz4" or "xz", null) => new(parts[0], null),
            _ => throw Wrong(text),
        };
    }

    private static ProblemException Wrong(string text) => new($"compression {text} is not known", "zstd:1 to zstd:22, gzip:1 to gzip:9, lz4 or xz");
}
