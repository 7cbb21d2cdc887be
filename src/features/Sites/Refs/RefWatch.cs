using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace Racklight.Sites;

/// <summary>
/// Tells when refs of a repository moved. The kernel tells of most changes at once; it knows nothing of those on a network file system or
/// beyond its limits, so whoever waits looks by the clock as well.
/// </summary>
internal sealed class RefWatch : IDisposable
{
    private const int MostRefs = 20_000;
    private readonly string _directory;
    private readonly Channel<bool> _signs = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<FileSystemWatcher> _watchers = [];

    public RefWatch(GitRepository repository)
    {
        _directory = repository.CommonDirectory;
        // HEAD and packed-refs are replaced by renames within the directory; objects/ below it is large and says nothing.
        Watch(_directory, deep: false);
        Watch(Path.Combine(_directory, "refs"), deep: true);
    }

    /// <summary>A sign of change came: look.</summary>
    public ChannelReader<bool> Signs => _signs.Reader;

    /// <summary>A digest of all refs as they are in files.</summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (var name in (string[])["HEAD", "packed-refs"]) Add(hash, new FileInfo(Path.Combine(_directory, name)));
            var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 20, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (var file in new DirectoryInfo(Path.Combine(_directory, "refs")).EnumerateFiles("*", options).Take(MostRefs).OrderBy(static file => file.FullName, StringComparer.Ordinal)) Add(hash, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Files that vanish while they are listed: the next look sees what is left.
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watcher in _watchers) watcher.Dispose();
    }

    private static void Add(IncrementalHash hash, FileInfo file)
    {
        if (file.Exists) hash.AppendData(Encoding.UTF8.GetBytes($"{file.FullName}\0{file.Length}\0{file.LastWriteTimeUtc.Ticks}\n"));
    }

    private void Watch(string directory, bool deep)
    {
        FileSystemWatcher? watcher = null;
        try
        {
            watcher = new FileSystemWatcher(directory) { IncludeSubdirectories = deep, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite };
            watcher.Changed += (_, _) => _signs.Writer.TryWrite(true);
            watcher.Created += (_, _) => _signs.Writer.TryWrite(true);
            watcher.Deleted += (_, _) => _signs.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => _signs.Writer.TryWrite(true);
            watcher.Error += (_, _) => _signs.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            _watchers.Add(watcher);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Out of inotify watches, or not there: the clock does it.
            watcher?.Dispose();
        }
    }
}
