using System.Text;

namespace Racklight.Deploys.Running.Logs;

/// <summary>Reads what was added to a growing file since the last look, whole lines only.</summary>
internal sealed class LogTail(string path)
{
    // One look reads that much: a browser that opens a long log gets it in several.
    private const int Chunk = 1 << 20;
    private long _position;

    /// <summary>A tail that begins at the file's end.</summary>
    public static LogTail AtEnd(string path) => new(path) { _position = File.Exists(path) ? new FileInfo(path).Length : 0 };

    /// <summary>All lines that are there by now.</summary>
    public IEnumerable<string> Skip()
    {
        IReadOnlyList<string> lines;
        while ((lines = Read()).Count > 0)
        {
            foreach (var line in lines) yield return line;
        }
    }

    /// <summary>The lines since the last look; none when the file does not exist yet.</summary>
    public IReadOnlyList<string> Read()
    {
        if (!File.Exists(path)) return [];
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (stream.Length <= _position) return [];
        stream.Position = _position;
        var buffer = new byte[(int)Math.Min(Chunk, stream.Length - _position)];
        var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var end = Array.LastIndexOf(buffer, (byte)'\n', Math.Max(0, count - 1)) + 1;
        // A longer line than a look cannot be: logs cut lines at 64 KiB.
        if (end == 0 || count == 0) return [];
        _position += end;
        return Encoding.UTF8.GetString(buffer, 0, end - 1).Split('\n');
    }
}
