using System.Text;
using System.Text.Json;

namespace Racklight.Mirrors.Caching;

/// <summary>
/// The files of the cache: bytes under a name of their own, and a note that points to them, renamed into place last. What no note points to is deleted
/// at the start. The sum of all sizes, and of what is being written, stays below the limit; the least recently used goes first.
/// </summary>
internal sealed class CacheStore
{
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);
    private readonly string _directory;
    private readonly Func<long> _limit;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, CacheEntry> _entries = new(StringComparer.Ordinal);
    private long _stored;
    private long _reserved;

    /// <param name="directory">Where it lies.</param>
    /// <param name="limit">The most bytes, now.</param>
    /// <param name="clock">The clock.</param>
    public CacheStore(string directory, Func<long> limit, TimeProvider clock)
    {
        (_directory, _limit, _clock) = (directory, limit, clock);
        Directory.CreateDirectory(directory);
        Load();
    }

    /// <summary>Bytes kept now.</summary>
    public long Stored
    {
        get
        {
            lock (_lock) return _stored;
        }
    }

    /// <summary>Files kept now.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _entries.Count;
        }
    }

    /// <summary>The key of an address.</summary>
    public static string KeyOf(Uri url) => Digest.Of(Encoding.UTF8.GetBytes(url.AbsoluteUri)).Hex;

    /// <summary>A new name for bytes.</summary>
    public string NewData(string key) => $"{key}.{Guid.NewGuid():N}.data";

    /// <summary>Where bytes lie.</summary>
    public string PathOf(string data) => Path.Combine(_directory, data);

    /// <summary>A cached file, held so that it stays until <see cref="Release"/>; null when there is none.</summary>
    public CacheEntry? Hold(string key)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry)) return null;
            entry.Readers++;
            entry.Used = _clock.GetUtcNow();
            if (entry.Used - entry.UsedOnDisk >= TouchEvery)
            {
                entry.UsedOnDisk = entry.Used;
                try
                {
                    File.SetLastWriteTimeUtc(NoteOf(key), entry.Used.UtcDateTime);
                }
                catch (IOException)
                {
                    // Only the order of eviction after a restart hangs on it.
                }
            }
            return entry;
        }
    }

    /// <summary>True when a file is cached.</summary>
    public bool Has(string key)
    {
        lock (_lock) return _entries.ContainsKey(key);
    }

    /// <summary>Ends a hold.</summary>
    public void Release(CacheEntry entry)
    {
        lock (_lock)
        {
            entry.Readers--;
            if (entry is { Gone: true, Readers: 0 }) File.Delete(PathOf(entry.Note.Data));
        }
    }

    /// <summary>Makes room for a file that is about to be written; false when it cannot be made.</summary>
    public bool TryReserve(long bytes)
    {
        lock (_lock)
        {
            var limit = _limit();
            if (bytes > limit - _reserved || Space.Free(_directory) is { } free && bytes > free) return false;
            Evict(limit - _reserved - bytes);
            if (_stored + _reserved + bytes > limit) return false;
            _reserved += bytes;
            return true;
        }
    }

    /// <summary>Gives back room that was not used.</summary>
    public void Unreserve(long bytes)
    {
        lock (_lock) _reserved -= bytes;
    }

    /// <summary>Keeps a file that is whole and on disk under <see cref="CacheNote.Data"/>; its room was reserved.</summary>
    public void Keep(string key, CacheNote note)
    {
        var temporary = PathOf($"{key}.{Guid.NewGuid():N}.new");
        using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, note, CacheJson.Default.CacheNote);
            stream.Flush(flushToDisk: true);
        }
        lock (_lock)
        {
            File.Move(temporary, NoteOf(key), overwrite: true);
            _reserved -= note.Size;
            if (_entries.Remove(key, out var old)) Drop(old);
            var now = _clock.GetUtcNow();
            _entries[key] = new CacheEntry(key, note, now) { Checked = now };
            _stored += note.Size;
        }
    }

    /// <summary>Evicts until no more than that many bytes are stored, as far as nobody reads them.</summary>
    private void Evict(long most)
    {
        if (_stored <= most) return;
        foreach (var entry in _entries.Values.Where(static entry => entry.Readers == 0).OrderBy(static entry => entry.Used).ToArray())
        {
            if (_stored <= most) return;
            _entries.Remove(entry.Key);
            File.Delete(NoteOf(entry.Key));
            Drop(entry);
        }
    }

    private void Drop(CacheEntry entry)
    {
        _stored -= entry.Note.Size;
        entry.Gone = true;
        if (entry.Readers == 0) File.Delete(PathOf(entry.Note.Data));
    }

    private string NoteOf(string key) => PathOf(key + ".json");

    private void Load()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in new DirectoryInfo(_directory).EnumerateFiles("*.json"))
        {
            var key = Path.GetFileNameWithoutExtension(file.Name);
            if (Read(file) is { } note && KeyOf(note.Url) == key && note.Data.StartsWith(key + ".", StringComparison.Ordinal) && !note.Data.Contains('/')
                && new FileInfo(PathOf(note.Data)) is { Exists: true } data && data.Length == note.Size)
            {
                _entries[key] = new CacheEntry(key, note, file.LastWriteTimeUtc);
                _stored += note.Size;
                known.Add(note.Data);
            }
            else
            {
                file.Delete();
            }
        }
        foreach (var file in new DirectoryInfo(_directory).EnumerateFiles())
        {
            if (file.Extension is ".new" || file.Extension is ".data" && !known.Contains(file.Name)) file.Delete();
        }
    }

    private static CacheNote? Read(FileInfo file)
    {
        try
        {
            return file.Length > 64 << 10 ? null : JsonSerializer.Deserialize(File.ReadAllBytes(file.FullName), CacheJson.Default.CacheNote);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }
}
