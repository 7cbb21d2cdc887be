namespace Racklight.Sites;

/// <summary>What lies at a path of a site.</summary>
public enum SiteEntryKind
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>A file, or a link to one.</summary>
    File,

    /// <summary>A directory, or a link to one.</summary>
    Directory,
}

/// <summary>A name in a folder of a site.</summary>
/// <param name="Name">Without the folder.</param>
/// <param name="IsDirectory">It is a directory, or a link to one.</param>
public sealed record SiteEntry(string Name, bool IsDirectory);

/// <summary>
/// Where a site's files come from: a directory, or a commit that was never checked out. Paths are relative to the site and written with <c>/</c>;
/// none leads out of it. Every read is bounded.
/// </summary>
public interface ISiteFiles
{
    /// <summary>The directory that holds <c>site.yaml</c>; null when the files lie in a commit only.</summary>
    string? Directory { get; }

    /// <summary>What lies at a path.</summary>
    SiteEntryKind KindOf(string path);

    /// <summary>The names in a folder (empty: the site itself), in ordinal order; none when there is no such folder.</summary>
    /// <param name="folder">Relative to the site.</param>
    /// <param name="limit">The most that are listed.</param>
    /// <exception cref="Racklight.Yaml.BoundedFileException">It cannot be listed; the message says why.</exception>
    IReadOnlyList<SiteEntry> List(string folder, int limit);

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Relative to the site.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <exception cref="Racklight.Yaml.BoundedFileException">It is missing, no regular file, too large, outside, or cannot be read; the message says which.</exception>
    byte[] Read(string path, int limit = 1 << 20);

    /// <summary>Null when a path that somebody wrote into a file leads to something below the site, else what is wrong and what to try.</summary>
    /// <param name="folder">What the path is relative to, itself relative to the site; empty for the site.</param>
    /// <param name="path">The path as written.</param>
    (string Message, string? Hint)? Fault(string folder, string path);
}
