using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>
/// The files of a site at a commit, read without a work tree. Links and submodules are not followed: what they lead to is not part of the
/// commit, or could not be told from a path that leaves it.
/// </summary>
internal sealed class CommitFiles(GitRepository repository, CommitTree tree) : ISiteFiles
{
    private static readonly TimeSpan OneFile = TimeSpan.FromSeconds(10);
    private Dictionary<string, byte[]>? _ready;

    /// <inheritdoc/>
    public string? Directory => null;

    /// <inheritdoc/>
    public SiteEntryKind KindOf(string path) => Plain(path) is not { } plain ? SiteEntryKind.Missing
        : tree.Folder(plain) is not null ? SiteEntryKind.Directory
        : tree.Files.TryGetValue(plain, out var entry) ? entry.Mode == "160000" ? SiteEntryKind.Directory : SiteEntryKind.File
        : SiteEntryKind.Missing;

    /// <inheritdoc/>
    public IReadOnlyList<SiteEntry> List(string folder, int limit)
    {
        if (tree.Folder(folder) is { } names) return [.. names.Take(limit).Select(entry => new SiteEntry(entry.Key, entry.Value || tree.Files.GetValueOrDefault(Below(folder, entry.Key))?.Mode == "160000"))];
        if (tree.Files.TryGetValue(folder, out var entry) && Refusal(entry) is { } why) throw new BoundedFileException(why);
        return [];
    }

    /// <inheritdoc/>
    public byte[] Read(string path, int limit = 1 << 20)
    {
        var entry = Find(path, limit);
        if (_ready?.GetValueOrDefault(entry.Id) is { } bytes) return bytes;
        using var objects = Open(OneFile);
        return objects.Read(entry.Id, limit);
    }

    /// <inheritdoc/>
    public (string Message, string? Hint)? Fault(string folder, string path)
    {
        if (path.Length == 0) return ("the path is empty", null);
        if (path.StartsWith('~')) return ($"`{path}` leaves the site: there is no home directory here", "copy the file into the site");
        if (path.StartsWith('/')) return ($"`{path}` is an absolute path", "a path relative to " + (folder.Length > 0 ? folder : "the site"));
        if (Plain(Below(folder, path)) is not { } plain) return ($"`{path}` leaves the site", "copy the file into the site");
        if (LinkAbove(plain) is { } refused) return ($"`{path}` cannot be read from a commit: {refused.Why}", "put the file itself there");
        if (KindOf(plain) != SiteEntryKind.Missing) return null;
        var slash = plain.LastIndexOf('/');
        var near = tree.Folder(slash < 0 ? "" : plain[..slash]) is { } names ? NearestWord.Of(plain[(slash + 1)..], names.Keys.Take(1000)) : null;
        return ($"there is no {Below(folder, path)}{(near is null ? "" : $", did you mean `{near}`?")}", null);
    }

    /// <summary>Reads many files in one go and keeps them until <see cref="Forget"/>.</summary>
    /// <param name="paths">Files that are missing or refused are passed over: their own read tells why.</param>
    /// <param name="limit">The most bytes of one.</param>
    /// <param name="total">The most bytes of all together; the rest is left to be read one by one.</param>
    public void Prepare(IEnumerable<string> paths, int limit, long total)
    {
        _ready = [];
        using var objects = Open(Git.ReadLimit);
        foreach (var path in paths)
        {
            if (!tree.Files.TryGetValue(path, out var entry) || !entry.IsFile || entry.Size > limit || _ready.ContainsKey(entry.Id)) continue;
            if ((total -= entry.Size) < 0) return;
            _ready[entry.Id] = objects.Read(entry.Id, limit);
        }
    }

    /// <summary>Lets go of what <see cref="Prepare"/> read.</summary>
    public void Forget() => _ready = null;

    /// <summary>The ids of all files below a folder, by path: two commits with the same have the same files.</summary>
    public IReadOnlyDictionary<string, string> Below(string folder)
        => tree.Files.Where(file => file.Key.StartsWith(folder + "/", StringComparison.Ordinal)).ToDictionary(static file => file.Key, static file => file.Value.Id, StringComparer.Ordinal);

    private CommitEntry Find(string path, int limit)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) throw new BoundedFileException("its name holds a NUL");
        if (Plain(path) is not { } plain) throw new BoundedFileException("it lies outside the site");
        if (tree.Folder(plain) is not null) throw new BoundedFileException("it is a directory");
        if (LinkAbove(plain) is { } refused) throw new BoundedFileException(refused.Why);
        if (!tree.Files.TryGetValue(plain, out var entry)) throw new BoundedFileException("there is no such file");
        return entry.Size > limit ? throw new BoundedFileException($"it is larger than {limit:N0} bytes") : entry;
    }

    private ObjectStream Open(TimeSpan limit)
    {
        try
        {
            return new ObjectStream(repository, limit);
        }
        catch (ProblemException e)
        {
            throw new BoundedFileException(e.Problems[0].Message, e);
        }
    }

    // A path through a link or a submodule: `keys/ops.pub` where keys is one.
    private (string Path, string Why)? LinkAbove(string path)
    {
        for (var end = path.IndexOf('/', StringComparison.Ordinal); ; end = path.IndexOf('/', end + 1))
        {
            var part = end < 0 ? path : path[..end];
            if (tree.Files.TryGetValue(part, out var entry) && Refusal(entry) is { } why) return (part, end < 0 ? why : $"{part} is {why[(why.IndexOf("is ", StringComparison.Ordinal) + 3)..]}");
            if (end < 0) return null;
        }
    }

    private static string? Refusal(CommitEntry entry) => entry.Mode switch
    {
        "120000" => "it is a link, and links are not followed in a commit",
        "160000" => "it is a submodule, and those are not fetched",
        _ => entry.IsFile ? null : $"it is no regular file (mode {entry.Mode})",
    };

    private static string Below(string folder, string path) => folder.Length > 0 ? $"{folder}/{path}" : path;

    /// <summary>The path without <c>.</c> and <c>..</c>; null when it leaves the site.</summary>
    private static string? Plain(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part is "" or ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count == 0) return null;
            else parts.RemoveAt(parts.Count - 1);
        }
        return path.StartsWith('/') ? null : string.Join('/', parts);
    }
}
