namespace Racklight.Deploys.Rebasing.Review;

/// <summary>A line of a comparison.</summary>
/// <param name="Sign"><c>' '</c> in both, <c>'-'</c> only before, <c>'+'</c> only after.</param>
/// <param name="Before">Its index before; of an added line, where it would stand.</param>
/// <param name="After">Its index after; of a removed line, where it would stand.</param>
internal readonly record struct DiffLine(char Sign, int Before, int After);

/// <summary>
/// What differs between two texts, line by line, in the fewest changes (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986).
/// Its memory grows with the square of the changes, so that beyond a limit everything between the first and the last difference counts as changed.
/// </summary>
internal static class LineDiff
{
    private const int MostChanges = 2000;
    private const int Context = 3;

    /// <summary>A text's lines with their ends; joined, they are the text.</summary>
    public static IReadOnlyList<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }
        return lines;
    }

    /// <summary>Every line of both, in order.</summary>
    public static IReadOnlyList<DiffLine> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var head = 0;
        while (head < before.Count && head < after.Count && before[head] == after[head]) head++;
        var tail = 0;
        while (tail < before.Count - head && tail < after.Count - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var lines = new List<DiffLine>(before.Count + after.Count);
        for (var i = 0; i < head; i++) lines.Add(new DiffLine(' ', i, i));
        lines.AddRange(Middle(before, after, head, before.Count - tail, after.Count - tail));
        for (var i = tail; i > 0; i--) lines.Add(new DiffLine(' ', before.Count - i, after.Count - i));
        return lines;
    }

    /// <summary>The changes with some lines around them: runs that do not touch.</summary>
    public static IEnumerable<IReadOnlyList<DiffLine>> Hunks(IReadOnlyList<DiffLine> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (lines[at].Sign == ' ') continue;
            var (start, last) = (Math.Max(0, at - Context), at);
            for (var next = at; next < lines.Count && next - last <= 2 * Context; next++) if (lines[next].Sign != ' ') last = next;
            var end = Math.Min(lines.Count, last + Context + 1);
            yield return [.. lines.Skip(start).Take(end - start)];
            at = end - 1;
        }
    }

    private static List<DiffLine> Middle(IReadOnlyList<string> before, IReadOnlyList<string> after, int start, int beforeEnd, int afterEnd)
    {
        var (n, m) = (beforeEnd - start, afterEnd - start);
        var most = Math.Min(n + m, MostChanges);
        // How far each diagonal (before minus after) got, and for each number of changes how far it had got before.
        var reach = new int[2 * most + 2];
        var steps = new List<int[]>();
        for (var changes = 0; changes <= most; changes++)
        {
            steps.Add(reach[(most - changes)..(most + changes + 1)]);
            for (var diagonal = -changes; diagonal <= changes; diagonal += 2)
            {
                var down = diagonal == -changes || (diagonal != changes && reach[most + diagonal - 1] < reach[most + diagonal + 1]);
                var x = down ? reach[most + diagonal + 1] : reach[most + diagonal - 1] + 1;
                while (x < n && x - diagonal < m && before[start + x] == after[start + x - diagonal]) x++;
                reach[most + diagonal] = x;
                if (x >= n && x - diagonal >= m) return Walk(steps, n, m, start);
            }
        }
        return [.. Enumerable.Range(start, n).Select(i => new DiffLine('-', i, start)), .. Enumerable.Range(start, m).Select(i => new DiffLine('+', beforeEnd, i))];
    }

    /// <summary>From the end back to the start, by the way that the search came.</summary>
    private static List<DiffLine> Walk(List<int[]> steps, int x, int y, int start)
    {
        var lines = new List<DiffLine>();
        for (var changes = steps.Count - 1; changes >= 0; changes--)
        {
            int Reach(int diagonal) => Math.Abs(diagonal) <= changes ? steps[changes][diagonal + changes] : -1;
            var diagonal = x - y;
            var down = diagonal == -changes || (diagonal != changes && Reach(diagonal - 1) < Reach(diagonal + 1));
            var (fromX, fromY) = changes == 0 ? (0, 0) : down ? (Reach(diagonal + 1), Reach(diagonal + 1) - diagonal - 1) : (Reach(diagonal - 1), Reach(diagonal - 1) - diagonal + 1);
            var (stopX, stopY) = changes == 0 ? (0, 0) : down ? (fromX, fromY + 1) : (fromX + 1, fromY);
            while (x > stopX && y > stopY) lines.Add(new DiffLine(' ', start + --x, start + --y));
            if (changes == 0) break;
            lines.Add(down ? new DiffLine('+', start + fromX, start + fromY) : new DiffLine('-', start + fromX, start + fromY));
            (x, y) = (fromX, fromY);
        }
        lines.Reverse();
        return lines;
    }
}
