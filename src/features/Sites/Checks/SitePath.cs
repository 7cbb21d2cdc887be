using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>Paths in a site's files: below the site, links followed.</summary>
internal static class SitePath
{
    /// <summary>Null when the path lies below the directory, else what is wrong and what to try.</summary>
    /// <param name="root">The site.</param>
    /// <param name="directory">What the path is relative to, itself relative to the site; empty for the site.</param>
    /// <param name="path">The path as written.</param>
    public static (string Message, string? Hint)? Fault(string root, string directory, string path)
    {
        if (path.Length == 0) return ("the path is empty", null);
        if (path.StartsWith('~')) return ($"`{path}` leaves the site: there is no home directory here", "copy the file into the site");
        if (path.StartsWith('/')) return ($"`{path}` is an absolute path", "a path relative to " + (directory.Length > 0 ? directory : "the site"));
        var full = Path.GetFullPath(Path.Combine(root, directory, path));
        if (path.Split('/').Contains("..") && !BoundedFile.IsBelow(root, full)) return ($"`{path}` leaves the site", "copy the file into the site");
        if (!Path.Exists(full))
        {
            var near = Directory.Exists(Path.GetDirectoryName(full)) ? NearestWord.Of(Path.GetFileName(full), Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(full)!).Take(1000).Select(static entry => Path.GetFileName(entry))) : null;
            return ($"there is no {Shown(directory, path)}{(near is null ? "" : $", did you mean `{near}`?")}", null);
        }
        var real = BoundedFile.RealPath(full);
        return BoundedFile.IsBelow(BoundedFile.RealPath(root), real) ? null : ($"`{path}` is a link that leaves the site, to {real}", "copy the file into the site");
    }

    private static string Shown(string directory, string path) => directory.Length > 0 ? $"{directory}/{path}" : path;
}
