using System.Text.Json;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>Reads the files of a site into a draft, and tells what is wrong with each of them alone.</summary>
/// <param name="root">Where the site is, as people know it.</param>
/// <param name="source">Its files.</param>
internal sealed class SiteLoader(string root, ISiteFiles source)
{
    private const int MostFiles = 20_000;
    private static readonly string[] Folders = ["groups", "nodes", "images", "menu", "answers"];

    /// <summary>What was found while loading.</summary>
    public List<Problem> Problems { get; } = [];

    /// <summary>Reads everything that a site consists of.</summary>
    public SiteDraft Load()
    {
        WarnOfNearMisses();
        return new SiteDraft
        {
            Root = root,
            Files = source,
            Site = File<SiteFile>("site.yaml", "site", SiteSchemas.Site),
            Groups = Folder<GroupFile>("groups", SiteSchemas.Group),
            Nodes = Folder<NodeFile>("nodes", SiteSchemas.Node),
            Images = Images(),
            Menu = Menu(),
        };
    }

    private Dictionary<string, SourceFile<T>> Folder<T>(string folder, SiteSchema schema) where T : class
    {
        var files = new Dictionary<string, SourceFile<T>>(StringComparer.Ordinal);
        foreach (var (path, name, _) in Entries(folder).Where(entry => IsYaml(folder, entry)))
        {
            var bare = name[..^5];
            if (IsName(path, bare)) files[bare] = File<T>(path, bare, schema);
        }
        return files;
    }

    private bool IsYaml(string folder, (string Path, string Name, bool IsDirectory) entry)
    {
        var (path, name, isDirectory) = entry;
        if (!isDirectory && name.EndsWith(".yaml", StringComparison.Ordinal)) return true;
        var renamed = name.EndsWith(".yml", StringComparison.Ordinal) ? $"mv {path} {path[..^4]}.yaml" : null;
        Problems.Add(new Problem($"this {(isDirectory ? "directory" : "file")} is not read: {folder}/ holds files NAME.yaml only") { File = path, Severity = renamed is null ? Severity.Warning : Severity.Error, Hint = renamed });
        return false;
    }

    private Dictionary<string, SourceFile<ImageFile>> Images()
    {
        var files = new Dictionary<string, SourceFile<ImageFile>>(StringComparer.Ordinal);
        foreach (var (path, name, isDirectory) in Entries("images"))
        {
            if (!isDirectory)
            {
                var hint = name.EndsWith(".yaml", StringComparison.Ordinal) ? $"mkdir images/{name[..^5]} && mv {path} images/{name[..^5]}/image.yaml" : null;
                Problems.Add(new Problem("this file is not read: an image is a directory images/NAME with an image.yaml") { File = path, Severity = hint is null ? Severity.Warning : Severity.Error, Hint = hint });
            }
            else if (IsName(path, name)) files[name] = File<ImageFile>($"{path}/image.yaml", name, SiteSchemas.Image);
        }
        return files;
    }

    /// <summary>A file of menu/ is one entry, named as the file, or several below <c>entries</c>.</summary>
    private Dictionary<string, SourceFile<MenuFile>> Menu()
    {
        var entries = new Dictionary<string, SourceFile<MenuFile>>(StringComparer.Ordinal);
        foreach (var (path, name, _) in Entries("menu").Where(entry => IsYaml("menu", entry)))
        {
            var file = File<MenuListFile>(path, name[..^5], SiteSchemas.Menu);
            foreach (var entry in MenuList.Flatten(file, Problems))
            {
                if (entry.Prefix.Count == 0 && !IsName(path, entry.Name)) continue;
                if (entries.TryAdd(entry.Name, entry)) continue;
                Problems.Add(entry.AtKey([], $"{entries[entry.Name].Path} has an entry `{entry.Name}` already", "rename one of them, or put the two together"));
            }
        }
        return entries;
    }

    private IEnumerable<(string Path, string Name, bool IsDirectory)> Entries(string folder)
    {
        try
        {
            var entries = source.List(folder, MostFiles + 1);
            if (entries.Count > MostFiles) Problems.Add(new Problem($"{folder}/ holds more than {MostFiles:N0} files; the rest is not read") { File = folder });
            // Names with a dot before them belong to editors and version control.
            return entries.Take(MostFiles).Where(static entry => entry.Name[0] != '.' && !entry.Name.EndsWith('~'))
                .Select(entry => ($"{folder}/{entry.Name}", entry.Name, entry.IsDirectory));
        }
        catch (BoundedFileException e)
        {
            Problems.Add(new Problem($"this directory cannot be read: {e.Message}") { File = folder, Hint = "keep its files in the site's repository" });
            return [];
        }
    }

    private bool IsName(string path, string name)
    {
        if (SiteAddition.NameFault(name) is not { } fault) return true;
        Problems.Add(new Problem(fault) { File = path, Hint = "rename it" });
        return false;
    }

    private SourceFile<T> File<T>(string path, string name, SiteSchema schema) where T : class
    {
        YamlDocument document;
        try
        {
            document = YamlReader.Read(source.Read(path));
        }
        catch (BoundedFileException e)
        {
            Problems.Add(new Problem($"this file cannot be read: {e.Message}") { File = path, Hint = path == "site.yaml" ? "racklight site init makes a site to start from" : null });
            return new SourceFile<T>(path, name, YamlReader.Read(""), null);
        }
        var reading = SchemaReader.Read(document, schema.Rules);
        var value = reading.Value is null ? null : (T?)JsonSerializer.Deserialize(reading.Value, schema.Type());
        var file = new SourceFile<T>(path, name, document, value);
        Problems.AddRange(document.Faults.Concat(reading.Faults).Select(file.Of));
        return file;
    }

    /// <summary>A folder that is nearly named as one of ours would otherwise be passed over in silence.</summary>
    private void WarnOfNearMisses()
    {
        foreach (var directory in source.List("", MostFiles).Where(static entry => entry.IsDirectory).Select(static entry => entry.Name))
        {
            if (Folders.Contains(directory) || directory == "menus" && source.KindOf("menu") == SiteEntryKind.Directory) continue;
            if (NearestWord.Of(directory, Folders) is not { } near || source.KindOf(near) == SiteEntryKind.Directory) continue;
            Problems.Add(new Problem($"this directory is not read, did you mean `{near}`?") { File = directory, Severity = Severity.Warning, Hint = $"mv {directory} {near}" });
        }
    }
}
