namespace Racklight.Deploys.Running.Processes;

/// <summary>Reads lines of a program's output; a longer line comes in pieces, so that a program cannot fill the memory.</summary>
internal static class BoundedLines
{
    /// <summary>The longest piece, in characters.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>Reads to the end of the stream.</summary>
    public static async Task ReadAsync(TextReader reader, Action<string> line)
    {
        var buffer = new char[8192];
        var pending = new System.Text.StringBuilder();
        while (true)
        {
            var count = await reader.ReadAsync(buffer);
            if (count == 0) break;
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] != '\n')
                {
                    pending.Append(buffer[i]);
                    if (pending.Length < Longest) continue;
                }
                Give();
            }
        }
        if (pending.Length > 0) Give();

        void Give()
        {
            // A carriage return repaints a line: what it would have shown last is what counts, but nothing is dropped from a log.
            if (pending.Length > 0 && pending[^1] == '\r') pending.Length--;
            line(pending.ToString());
            pending.Clear();
        }
    }
}
