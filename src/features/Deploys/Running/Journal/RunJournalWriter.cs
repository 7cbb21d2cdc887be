using System.Text.Json;

namespace Racklight.Deploys.Running.Journal;

/// <summary>Adds to a run's journal. An entry is on the disk when <see cref="Add"/> returns: what a killed runner has done is never forgotten.</summary>
internal sealed class RunJournalWriter : IDisposable
{
    private readonly TimeProvider _time;
    private readonly DiskReserve _reserve;
    private readonly FileStream _stream;
    private readonly Lock _lock = new();

    public RunJournalWriter(RunDirectory run, TimeProvider time, DiskReserve reserve)
    {
        (_time, _reserve) = (time, reserve);
        CutTornLine(run.JournalFile);
        _stream = DurableFile.Append(run.JournalFile);
    }

    /// <summary>Writes an entry, with the time of now.</summary>
    /// <exception cref="IOException">The disk failed, or is full beyond what was held in reserve.</exception>
    public void Add(JournalEvent what, Func<JournalEntry, JournalEntry>? details = null)
    {
        var entry = new JournalEntry(_time.GetUtcNow(), what);
        if (details is not null) entry = details(entry);
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry), (byte)'\n'];
        lock (_lock)
        {
            var length = _stream.Length;
            try
            {
                Write(line);
            }
            catch (IOException e) when (DiskReserve.IsFull(e) && _reserve.Release())
            {
                _stream.SetLength(length);
                Write(line);
            }
        }
    }

    /// <summary>A remark.</summary>
    public void Note(string message, string? step = null) => Add(JournalEvent.Note, entry => entry with { Message = message, Step = step });

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Write(byte[] line)
    {
        _stream.Write(line);
        _stream.Flush(flushToDisk: true);
    }

    /// <summary>A line without its end was being written when the machine stopped: it never counted.</summary>
    private static void CutTornLine(string path)
    {
        if (!File.Exists(path)) return;
        var bytes = File.ReadAllBytes(path);
        var whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        if (whole == bytes.Length) return;
        using var stream = File.OpenWrite(path);
        stream.SetLength(whole);
    }
}
