using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>A file to add to a site.</summary>
/// <param name="Path">Relative to the site, with <c>/</c>: <c>nodes/r1n2.yaml</c>.</param>
/// <param name="Text">What stands in it.</param>
public sealed record AddedFile(string Path, string Text);

/// <summary>Adds files to a site: looked at with the whole site before they are kept, and kept all or none.</summary>
public static class SiteAddition
{
    /// <summary>What is wrong with a name of a node, group or image; null: it may be one.</summary>
    public static string? NameFault(string name)
        => name is "menu" or "local" ? $"`{name}` is a word of its own in `boots` and cannot be a name" : Names.IsValid(name) ? null : $"`{(name.Length > 70 ? name[..67] + "..." : name)}` is not {Names.Want}";

    /// <summary>Every error that the site would have with these files. Nothing is written.</summary>
    /// <param name="site">The site as it is, without errors.</param>
    /// <param name="files">The files; their paths are sound.</param>
    public static IReadOnlyList<Problem> Check(Site site, IReadOnlyList<AddedFile> files)
        => [.. SiteReader.Read(site.Root, new AddedFiles(site.Files, files)).Problems.Where(static problem => problem.Severity == Severity.Error)];

    /// <summary>Writes the files; when one cannot be written, none is.</summary>
    /// <exception cref="ProblemException">The site has no directory, a file is there already, or cannot be written.</exception>
    public static void Write(Site site, IReadOnlyList<AddedFile> files)
    {
        var root = site.Files.Directory ?? throw new ProblemException($"{site.Root} is a bare repository: there are no files to add to", "git clone it, add there, and push");
        var made = new List<string>();
        try
        {
            foreach (var file in files)
            {
                var path = Path.Combine(root, file.Path);
                var folder = Path.GetDirectoryName(path)!;
                Directory.CreateDirectory(folder);
                if (!BoundedFile.IsBelow(BoundedFile.RealPath(root), BoundedFile.RealPath(folder))) throw new IOException($"{folder} is a link that leaves the site");
                Put(path, file.Text);
                made.Add(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            foreach (var path in made) File.Delete(path);
            throw new ProblemException($"nothing was added: {e.Message}", null, ExitCodes.Outside, e);
        }
    }

    /// <summary>Whole or not at all: whoever follows the site never reads half of it, and what appeared meanwhile is not overwritten.</summary>
    private static void Put(string path, string text)
    {
        // Names that begin with a dot are no part of the site.
        var draft = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.new");
        try
        {
            using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, path, overwrite: false);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>A site's files with some more.</summary>
    private sealed class AddedFiles(ISiteFiles inner, IReadOnlyList<AddedFile> added) : ISiteFiles
    {
        private readonly Dictionary<string, string> _texts = added.ToDictionary(static file => file.Path, static file => file.Text, StringComparer.Ordinal);

        public string? Directory => inner.Directory;

        public SiteEntryKind KindOf(string path)
            => _texts.ContainsKey(path) ? SiteEntryKind.File : _texts.Keys.Any(file => FolderOf(file) == path) ? SiteEntryKind.Directory : inner.KindOf(path);

        public IReadOnlyList<SiteEntry> List(string folder, int limit)
        {
            var there = inner.List(folder, limit);
            var more = folder.Length == 0 ? _texts.Keys.Select(FolderOf).Select(static name => new SiteEntry(name, true)) : _texts.Keys.Where(file => FolderOf(file) == folder).Select(file => new SiteEntry(file[(folder.Length + 1)..], false));
            return [.. there.UnionBy(more, static entry => entry.Name, StringComparer.Ordinal).OrderBy(static entry => entry.Name, StringComparer.Ordinal).Take(limit)];
        }

        public byte[] Read(string path, int limit) => _texts.TryGetValue(path, out var text) ? System.Text.Encoding.UTF8.GetBytes(text) : inner.Read(path, limit);

        public (string Message, string? Hint)? Fault(string folder, string path) => inner.Fault(folder, path);

        private static string FolderOf(string path) => path[..path.IndexOf('/', StringComparison.Ordinal)];
    }
}
