using System.Globalization;

namespace Racklight.Deploys.Running.Logs;

/// <summary>A line of a step's log.</summary>
/// <param name="At">When.</param>
/// <param name="Stream"><c>o</c>, <c>e</c> or <c>-</c>.</param>
/// <param name="Text">What it says.</param>
public readonly record struct LogLine(DateTimeOffset At, char Stream, string Text)
{
    /// <summary>Reads a line of a log's file; null for one that is none.</summary>
    internal static LogLine? Parse(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || line.Length < space + 3 || line[space + 2] != ' ') return null;
        return DateTimeOffset.TryParse(line.AsSpan(0, space), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? new LogLine(at, line[space + 1], line[(space + 3)..])
            : null;
    }
}
