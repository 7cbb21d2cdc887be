using Racklight.Sites.Checks;
using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>The files of a site in a directory. Links are followed as long as they stay inside.</summary>
/// <param name="root">The directory that holds <c>site.yaml</c>, absolute.</param>
internal sealed class DirectoryFiles(string root) : ISiteFiles
{
    /// <inheritdoc/>
    public string? Directory => root;

    /// <inheritdoc/>
    public SiteEntryKind KindOf(string path)
    {
        var full = Path.Combine(root, path);
        return System.IO.Directory.Exists(full) ? SiteEntryKind.Directory : File.Exists(full) ? SiteEntryKind.File : SiteEntryKind.Missing;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SiteEntry> List(string folder, int limit)
    {
        var directory = Path.Combine(root, folder);
        if (!System.IO.Directory.Exists(directory)) return [];
        if (folder.Length > 0 && !BoundedFile.IsBelow(BoundedFile.RealPath(root), BoundedFile.RealPath(directory))) throw new BoundedFileException("it is a link that leaves the site");
        try
        {
            return [.. new DirectoryInfo(directory).EnumerateFileSystemInfos().Take(limit).OrderBy(static entry => entry.Name, StringComparer.Ordinal)
                .Select(static entry => new SiteEntry(entry.Name, System.IO.Directory.Exists(entry.FullName)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BoundedFileException(e.Message, e);
        }
    }

    /// <inheritdoc/>
    public byte[] Read(string path, int limit = 1 << 20) => BoundedFile.Read(root, path, limit);

    /// <inheritdoc/>
    public (string Message, string? Hint)? Fault(string folder, string path) => SitePath.Fault(root, folder, path);
}
