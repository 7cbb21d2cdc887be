using System.Collections.Concurrent;
using System.Net;

namespace Racklight.NetBoot.Tftp;

/// <summary>
/// Serves directories, one above the other, and files that exist in memory only. Nothing outside the directories is ever served:
/// a symbolic link is followed as long as it ends inside one of them.
/// </summary>
public sealed class TftpDirectoryFiles : ITftpFiles, IDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _virtual;
    private readonly FileSource[] _roots;
    private readonly ContentCache _cache;
    private readonly bool _ignoreCase;

    /// <summary>Makes a set.</summary>
    /// <param name="roots">Directories; a name is taken from the first that has it. One that does not exist yet is empty.</param>
    /// <param name="ignoreCase">Also find <c>Boot/BCD</c> when <c>boot/bcd</c> is asked for, as Windows boot managers expect.</param>
    /// <param name="cacheBytes">How much file content is kept in memory; files over an eighth of it are read from disk each time. Default 64 MiB.</param>
    public TftpDirectoryFiles(IEnumerable<string> roots, bool ignoreCase = false, long cacheBytes = 64 << 20)
    {
        _ignoreCase = ignoreCase;
        _virtual = new(ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        _cache = new ContentCache(cacheBytes);
        _roots = [.. roots.Select(root => new FileSource(root))];
    }

    /// <summary>Adds a file in memory, or replaces it; it hides a file of the same name in the directories. Transfers that are running keep the old content.</summary>
    /// <param name="name">A cleaned name, e.g. <c>autoexec.ipxe</c>.</param>
    /// <param name="content">The content; not changed afterwards.</param>
    public void Put(string name, byte[] content)
    {
        if (!TftpName.TryClean(name, out var clean) || clean != name) throw new ArgumentException($"'{name}' is not a clean relative name.", nameof(name));
        _virtual[name] = content;
    }

    /// <summary>Takes a file in memory away.</summary>
    public void Remove(string name) => _virtual.TryRemove(name, out _);

    /// <inheritdoc/>
    public TftpOpening Open(string name, IPEndPoint client, IPAddress server)
    {
        if (_virtual.TryGetValue(name, out var content)) return TftpOpening.Of(new MemoryFile(content));
        var worst = TftpOpeningState.NotFound;
        foreach (var root in _roots)
        {
            var opening = Open(root, name);
            if (opening.State == TftpOpeningState.Opened) return opening;
            if (worst == TftpOpeningState.NotFound) worst = opening.State;
        }
        return new TftpOpening(worst, null);
    }

    private TftpOpening Open(FileSource root, string name)
    {
        var opening = root.Open(name, _roots, _cache);
        if (opening.State != TftpOpeningState.NotFound || !_ignoreCase) return opening;
        return root.FindIgnoringCase(name) is { } spelled ? root.Open(spelled, _roots, _cache) : opening;
    }

    /// <summary>Forgets the cached content.</summary>
    public void Dispose() => _cache.Clear();
}
