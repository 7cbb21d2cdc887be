namespace Racklight.Mirrors.Running;

/// <summary>Counts, from many tasks at once.</summary>
internal sealed class ProgressCount(int files)
{
    private readonly Lock _lock = new();
    private readonly List<FileCount> _running = [];
    private long _bytes;
    private long _total;
    private int _done;

    public MirrorProgress Look()
    {
        lock (_lock)
        {
            var running = _running.ConvertAll(static file => file.Look());
            return new(files, _done, Volatile.Read(ref _bytes), Volatile.Read(ref _total), running.LastOrDefault()?.Name) { Running = running };
        }
    }

    public void Expect(long bytes) => Interlocked.Add(ref _total, bytes);

    public void Moved(long bytes) => Interlocked.Add(ref _bytes, bytes);

    /// <summary>A file begins to be fetched; its count is disposed when that ends, well or not.</summary>
    public FileCount Begin(string name, Uri url, long? size)
    {
        var file = new FileCount(this, name, url, size);
        lock (_lock) _running.Add(file);
        return file;
    }

    public void End()
    {
        lock (_lock) _done++;
    }

    /// <summary>The count of one file, and its part of the whole.</summary>
    internal sealed class FileCount(ProgressCount whole, string name, Uri url, long? size) : IDisposable
    {
        private long _bytes;

        public void Moved(long bytes)
        {
            Interlocked.Add(ref _bytes, bytes);
            whole.Moved(bytes);
        }

        public RunningFile Look() => new(name, url, Volatile.Read(ref _bytes), size);

        public void Dispose()
        {
            lock (whole._lock) whole._running.Remove(this);
        }
    }
}
