using System.Globalization;
using System.Text.RegularExpressions;

namespace Racklight.NetBoot.Ipxe;

/// <summary>A version as iPXE tells it: <c>1.0.0+git-20190125.36a4c85-5.1</c>, <c>1.21.1+ (g4bd0)</c>, <c>2.0.0+dfsg-5</c>.</summary>
public sealed partial record IpxeVersion
{
    private IpxeVersion(string text, Version number, DateOnly date)
    {
        Text = text;
        Number = number;
        Date = date;
    }

    /// <summary>The text as it was told.</summary>
    public string Text { get; }

    /// <summary>The release it is, or comes after.</summary>
    public Version Number { get; }

    /// <summary>A day of which the source is at least: the snapshot's, else the release's.</summary>
    public DateOnly Date { get; }

    /// <summary>True for a build from Debian's package, whose configuration is known.</summary>
    public bool IsDebian => Text.Contains("dfsg", StringComparison.Ordinal) || Text.Contains("+git-20190125.", StringComparison.Ordinal);

    /// <summary>Reads a version of at most 100 characters.</summary>
    public static IpxeVersion? TryParse(string? text)
    {
        if (text is null || text.Length > 100 || Pattern().Match(text) is not { Success: true } match) return null;
        var number = new Version(int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture));
        if (!DateOnly.TryParseExact(match.Groups[4].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) date = Released(number);
        return new IpxeVersion(text, number, date);
    }

    /// <summary>The version in an HTTP request's <c>User-Agent: iPXE/VERSION</c>; null for another program.</summary>
    public static IpxeVersion? FromUserAgent(string? userAgent)
        => userAgent?.StartsWith("iPXE/", StringComparison.Ordinal) == true ? TryParse(userAgent[5..]) : null;

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static DateOnly Released(Version number) => number switch
    {
        { Major: >= 2 } => new(2026, 3, 6),
        { Major: 1, Minor: >= 21 } => new(2020, 12, 31),
        { Major: 1, Minor: >= 20 } => new(2020, 1, 2),
        _ => new(2010, 2, 2),
    };

    [GeneratedRegex(@"^(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\+git-?(\d{8})\b)?(?:[+\-. (][\x20-\x7e]*)?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Pattern();
}
