using System.Globalization;

namespace Racklight.Deploys.Running;

/// <summary>How long things take, as people type and read it.</summary>
public static class Spans
{
    /// <summary>What <see cref="TryParse"/> takes.</summary>
    public const string Want = "a span of time such as 90s, 45m, 8h or 2d";

    /// <summary>Reads <c>90s</c>, <c>45m</c>, <c>8h</c>, <c>2d</c>; a bare number is seconds. At most 30 days.</summary>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length is 0 or > 12) return false;
        var unit = char.IsAsciiDigit(text[^1]) ? 's' : char.ToLowerInvariant(text[^1]);
        var number = char.IsAsciiDigit(text[^1]) ? text : text[..^1];
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds == 0 || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value == 0 || value > 30L * 86400 / seconds) return false;
        span = TimeSpan.FromSeconds(value * seconds);
        return true;
    }

    /// <summary><c>3.2 s</c>, <c>4 min 07 s</c>, <c>2 h 05 min</c>.</summary>
    public static string Show(TimeSpan span) => span.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalSeconds} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes} min {span.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h {span.Minutes:00} min"),
    };
}
