using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace Racklight.NetBoot.Tftp;

/// <summary>One directory that is served.</summary>
internal sealed class FileSource(string root)
{
    private readonly string _root = Path.GetFullPath(root).TrimEnd('/');
    private readonly ConcurrentDictionary<ContentKey, DiskFile> _open = new();
    private string? _realRoot;

    /// <summary>Opens a cleaned name below this root; what it really is must lie in one of <paramref name="allowed"/>.</summary>
    public TftpOpening Open(string name, FileSource[] allowed, ContentCache cache)
    {
        var descriptor = Libc.OpenForReading(_root + "/" + name, out var error);
        if (descriptor < 0)
        {
            // EACCES, ELOOP, ENXIO (a socket) ...: it is there and cannot be read.
            return error is Libc.ENOENT or Libc.ENOTDIR or Libc.ENAMETOOLONG ? TftpOpening.NotFound : new(TftpOpeningState.NotServed, null);
        }
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        var keep = false;
        try
        {
            // Asked of the descriptor, not of the name: nobody can swap a link between the check and the use.
            if (!Array.Exists(allowed, source => source.Holds(Libc.PathOf(descriptor)))) return new(TftpOpeningState.OutsideRoot, null);
            if (!Libc.TryStat(descriptor, out var key, out var isRegular) || !isRegular) return new(TftpOpeningState.NotServed, null);
            if (key.Length <= cache.LargestFile) return Cached(key, handle, cache);
            var file = Share(key, handle, out keep);
            return TftpOpening.Of(file);
        }
        finally
        {
            if (!keep) handle.Dispose();
        }
    }

    /// <summary>The spelling that exists for a name in another case, or null. Looks through each directory on the way once.</summary>
    public string? FindIgnoringCase(string name)
    {
        var found = "";
        foreach (var segment in name.Split('/'))
        {
            string? match = null;
            try
            {
                match = Directory.EnumerateFileSystemEntries(_root + "/" + found)
                    .Select(Path.GetFileName)
                    .FirstOrDefault(entry => string.Equals(entry, segment, StringComparison.OrdinalIgnoreCase));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A segment that is no directory holds nothing.
            }
            if (match is null) return null;
            found = found.Length == 0 ? match : found + "/" + match;
        }
        return found;
    }

    private static TftpOpening Cached(in ContentKey key, SafeFileHandle handle, ContentCache cache)
    {
        var content = cache.Find(key);
        if (content is null)
        {
            content = new byte[key.Length];
            using var file = new DiskFile(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), key.Length);
            if (file.Read(0, content) != content.Length) return new(TftpOpeningState.NotServed, null);
            cache.Add(key, content);
        }
        return TftpOpening.Of(new MemoryFile(content));
    }

    // A thousand machines fetching one kernel hold one descriptor, not a thousand.
    private DiskFile Share(in ContentKey key, SafeFileHandle handle, out bool keep)
    {
        keep = false;
        if (_open.TryGetValue(key, out var open) && open.TryShare()) return open;
        foreach (var (other, file) in _open)
        {
            if (!file.TryShare()) _open.TryRemove(other, out _);
            else file.Dispose();
        }
        keep = true;
        return _open[key] = new DiskFile(handle, key.Length);
    }

    private bool Holds(string? path)
    {
        if (path is null) return false;
        _realRoot ??= Libc.RealPath(_root);
        return _realRoot is not null && path.StartsWith(_realRoot, StringComparison.Ordinal)
            && (_realRoot == "/" || path.Length > _realRoot.Length && path[_realRoot.Length] == '/');
    }
}
