namespace Racklight.Deploys.Running.Logs;

/// <summary>Reads the log of a step that may still be written.</summary>
internal static class LogFiles
{
    /// <summary>The last lines.</summary>
    public static IReadOnlyList<LogLine> Tail(string path, int count)
    {
        var last = new Queue<LogLine>();
        foreach (var line in Lines(path))
        {
            if (last.Count == count) last.Dequeue();
            last.Enqueue(line);
        }
        return [.. last];
    }

    /// <summary>All lines; none when there is no file.</summary>
    public static IEnumerable<LogLine> Lines(string path)
    {
        if (!File.Exists(path)) yield break;
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        while (reader.ReadLine() is { } text)
        {
            if (LogLine.Parse(text) is { } line) yield return line;
        }
    }
}
