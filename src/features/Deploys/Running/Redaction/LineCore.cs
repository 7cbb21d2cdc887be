namespace Racklight.Deploys.Running.Redaction;

/// <summary>
/// The part of a line that goes on in the next line when a value was split over line ends: without indentation, without the quotes, commas and
/// hyphens that lists of lines are printed with, and without what stands for a line end inside a quoted text (<c>\n</c>).
/// </summary>
internal static class LineCore
{
    /// <summary>The columns of a line that count, in order.</summary>
    /// <param name="line">The line.</param>
    /// <param name="trimmed">Leave out what is put around the lines of a list; false: the line as it is.</param>
    public static List<int> Columns(string line, bool trimmed)
    {
        var (start, end) = trimmed ? Bounds(line) : (0, line.Length);
        var columns = new List<int>(end - start);
        for (var at = start; at < end; at++)
        {
            var escape = EscapeLength(line, at, end);
            if (escape == 0) columns.Add(at);
            else at += escape - 1;
        }
        return columns;
    }

    private static (int Start, int End) Bounds(string line)
    {
        var (start, end) = (0, line.Length);
        while (start < end && char.IsWhiteSpace(line[start])) start++;
        if (start + 1 < end && line[start] == '-' && line[start + 1] == ' ') start += 2;
        while (start < end && line[start] is '"' or '\'') start++;
        while (end > start && char.IsWhiteSpace(line[end - 1])) end--;
        if (end > start && line[end - 1] == ',') end--;
        while (end > start && line[end - 1] is '"' or '\'') end--;
        return (start, end);
    }

    /// <summary>The length of a line end's escape with the indentation behind it, or of a terminal's colour sequence; 0 when there is none.</summary>
    private static int EscapeLength(string line, int at, int end)
    {
        if (line[at] == '\\' && at + 1 < end && line[at + 1] is 'n' or 'r')
        {
            var after = at + 2;
            while (after < end && line[after] == ' ') after++;
            return after - at;
        }
        if (line[at] == '\u001b' && at + 1 < end && line[at + 1] == '[')
        {
            var after = at + 2;
            while (after < end && line[after] is (>= '0' and <= '9') or ';') after++;
            return after < end ? after + 1 - at : after - at;
        }
        return 0;
    }
}
