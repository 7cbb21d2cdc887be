using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Racklight.Sites;

/// <summary>Reads how long a lease lasts.</summary>
public static class LeaseTime
{
    /// <summary>The shortest that is allowed: clients renew at half of it.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The longest that is allowed.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(365);

    /// <summary>Reads a whole number with its unit: <c>90s</c>, <c>45m</c>, <c>12h</c>, <c>2d</c> or <c>1w</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TimeSpan time)
    {
        time = default;
        if (text is not { Length: >= 2 and <= 7 } || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        var seconds = text[^1] switch { 's' => 1L, 'm' => 60L, 'h' => 3600L, 'd' => 86_400L, 'w' => 604_800L, _ => 0L };
        time = TimeSpan.FromSeconds(count * seconds);
        return seconds > 0;
    }
}
