using System.IO.Enumeration;
using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>The files that <c>secrets:</c> of <c>site.yaml</c> names: paths, or patterns with <c>*</c> and <c>?</c> within any part of a path.</summary>
public static class SecretFiles
{
    /// <summary>The most files that a site may name.</summary>
    public const int Most = 64;

    private const int MostListed = 2000;

    /// <summary>True for a pattern, false for a path.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>The files of a site, each once, in ordinal order; a path is among them whether there is such a file or not.</summary>
    /// <exception cref="BoundedFileException">A folder cannot be listed, or more than <see cref="Most"/> files are named.</exception>
    public static IReadOnlyList<string> Of(Site site) => Of(site.Files, site.File.Secrets);

    internal static IReadOnlyList<string> Of(ISiteFiles files, IEnumerable<string> named)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in named)
        {
            foreach (var file in IsPattern(text) ? Matches(files, text) : [Plain(text)])
            {
                if (found.Count == Most && !found.Contains(file)) throw new BoundedFileException($"`secrets:` names more than {Most} files");
                found.Add(file);
            }
        }
        return [.. found];
    }

    /// <summary>The files that a pattern matches, in ordinal order. As in a shell, <c>*</c> matches no name that begins with a dot.</summary>
    /// <exception cref="BoundedFileException">A folder cannot be listed.</exception>
    internal static IEnumerable<string> Matches(ISiteFiles files, string pattern)
    {
        string[] folders = [""];
        var parts = Plain(pattern).Split('/');
        foreach (var part in parts)
        {
            folders = [.. folders.SelectMany(folder => Step(files, folder, part)).Take(MostListed)];
        }
        return folders.Where(path => files.KindOf(path) == SiteEntryKind.File).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Step(ISiteFiles files, string folder, string part)
    {
        if (!IsPattern(part)) return [Below(folder, part)];
        return files.List(folder, MostListed)
            .Where(entry => FileSystemName.MatchesSimpleExpression(part, entry.Name, ignoreCase: false) && (part[0] == '.' || entry.Name[0] != '.'))
            .Select(entry => Below(folder, entry.Name));
    }

    private static string Plain(string path) => string.Join('/', path.Split('/').Where(static part => part is not ("" or ".")));

    private static string Below(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";
}
