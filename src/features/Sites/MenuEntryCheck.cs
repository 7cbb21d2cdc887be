using System.Globalization;

namespace Racklight.Sites;

/// <summary>What one menu entry shows of itself to be wrong. Also asked of the entries that come with the program.</summary>
public static class MenuEntryCheck
{
    private const int MostArguments = 64;

    /// <summary>All that is wrong.</summary>
    public static IEnumerable<Problem> Check(SourceFile<MenuFile> file, MenuFile entry)
    {
        if (entry is { Boots: not null, Recipe: not null })
        {
            yield return file.AtKey(["recipe"], "an entry boots something of the site (`boots`) or by a recipe, not both", "remove one of them");
        }
        if (entry is { Boots: not null, Title: null }) yield return file.AtKey(["boots"], "the key `title` is missing", "title: what the menu shows");
        if (entry.Ram is < 0 or > 4_194_304) yield return file.At(["ram"], $"{entry.Ram} MiB of RAM is no size of a machine", "MiB, such as 2048");
        foreach (var problem in Texts(file, entry)) yield return problem;
        foreach (var problem in Places(file, [], entry.Values, entry.Files)) yield return problem;
        foreach (var (architecture, variant) in entry.ByArchitecture ?? new Dictionary<string, MenuVariant>())
        {
            foreach (var problem in Places(file, ["by-architecture", architecture], variant.Values, variant.Files)) yield return problem;
        }
    }

    private static IEnumerable<Problem> Texts(SourceFile<MenuFile> file, MenuFile entry)
    {
        foreach (var (key, text) in new[] { ("title", entry.Title), ("version", entry.Version), ("flavor", entry.Flavor) })
        {
            if (text is not null && ScriptText.Fault(text) is { } fault) yield return file.At([key], $"`{Shown(text)}` {fault}");
        }
        var arguments = entry.Arguments ?? [];
        if (arguments.Count > MostArguments) yield return file.AtKey(["arguments"], $"an entry has at most {MostArguments} arguments, not {arguments.Count}");
        for (var i = 0; i < Math.Min(arguments.Count, MostArguments); i++)
        {
            var at = i.ToString(CultureInfo.InvariantCulture);
            if (arguments[i].Length == 0) yield return file.At(["arguments", at], "an argument is empty", "remove it");
            else if (arguments[i].StartsWith("initrd=", StringComparison.Ordinal)) yield return file.At(["arguments", at], "the boot script itself names the initrds", "remove it");
            else if (ScriptText.Fault(arguments[i]) is { } fault) yield return file.At(["arguments", at], $"`{Shown(arguments[i])}` {fault}");
        }
    }

    private static IEnumerable<Problem> Places(SourceFile<MenuFile> file, string[] below, IReadOnlyDictionary<string, string>? values, IReadOnlyDictionary<string, MenuFileSource>? files)
    {
        foreach (var (name, text) in values ?? new Dictionary<string, string>())
        {
            if (ScriptText.Fault(text) is { } fault) yield return file.At([.. below, "values", name], $"`{Shown(text)}` {fault}");
        }
        foreach (var (role, source) in files ?? new Dictionary<string, MenuFileSource>())
        {
            foreach (var (key, url) in new[] { ("url", source.Url), ("sums", source.Sums), ("signature", source.Signature) })
            {
                if (url is not null && ScriptText.UrlFault(url) is { } fault) yield return file.At([.. below, "files", role, key], $"`{Shown(url)}` {fault}", "http://server/path");
            }
            foreach (var path in source.Holds ?? [])
            {
                if (ScriptText.Fault(path) is { } fault) yield return file.AtItem([.. below, "files", role, "holds"], path, 0, $"`{Shown(path)}` {fault}");
                else if (path.Length == 0 || path[0] == '/' || path.Split('/').Contains("..")) yield return file.AtItem([.. below, "files", role, "holds"], path, 0, $"`{Shown(path)}` is not a path below the directory");
            }
            if (source.Size is < 0) yield return file.At([.. below, "files", role, "size"], "a file's size is a number of bytes");
        }
    }

    /// <summary>The text as it may be shown: no control characters, not too long.</summary>
    internal static string Shown(string text)
    {
        var clean = new string([.. text.Take(60).Select(static c => char.IsControl(c) ? '?' : c)]);
        return text.Length <= 60 ? clean : clean[..57] + "...";
    }
}
