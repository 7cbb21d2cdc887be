using System.Globalization;

namespace Racklight.Nodes;

/// <summary>Amounts as people read them.</summary>
internal static class Amount
{
    /// <summary><c>212 MB</c>: decimal units, as disks and networks count.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} B",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 10_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    /// <summary><c>320 ms</c>, <c>3.2 s</c>, <c>5 s</c>, <c>87 s</c>, <c>4 min 10 s</c>, <c>3 h 4 min</c>, <c>12 d</c>.</summary>
    public static string Seconds(TimeSpan span) => span.TotalSeconds switch
    {
        0 => "0 s",
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        < 9.95 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        < 3600 => $"{(int)span.TotalMinutes} min {span.Seconds} s",
        < 86400 => $"{(int)span.TotalHours} h {span.Minutes} min",
        _ => $"{(int)span.TotalDays} d",
    };
}
