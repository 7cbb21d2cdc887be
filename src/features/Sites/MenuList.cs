using System.Text.Json;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>Reads files of menu entries: a site's, and those that come with the program, which are written alike.</summary>
public static class MenuList
{
    /// <summary>The entries of a file, with their places and the file's defaults worked in; what is wrong is added to the problems.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="problems">What is wrong.</param>
    public static IReadOnlyList<SourceFile<MenuFile>> Read(string path, string text, ICollection<Problem> problems)
    {
        var document = YamlReader.Read(text);
        var reading = SchemaReader.Read(document, SiteSchemas.Menu.Rules);
        var value = reading.Value?.Deserialize(SiteJson.Default.MenuListFile);
        var file = new SourceFile<MenuListFile>(path, Path.GetFileNameWithoutExtension(path), document, value);
        foreach (var fault in document.Faults.Concat(reading.Faults)) problems.Add(file.Of(fault));
        return [.. Flatten(file, problems)];
    }

    internal static IEnumerable<SourceFile<MenuFile>> Flatten(SourceFile<MenuListFile> file, ICollection<Problem> problems)
    {
        var mapping = file.Document.Root as YamlMapping;
        if (mapping?.Find("entries") is null)
        {
            if (mapping?.Find("defaults") is not null) problems.Add(file.AtKey(["defaults"], "`defaults` without `entries`: nothing takes them", "put the keys at the top of the file, or write entries:"));
            // The list's own two keys are empty here: as one entry it is what its base record is.
            yield return new SourceFile<MenuFile>(file.Path, file.Name, file.Document, file.Value is null ? null : new MenuFile().Over(file.Value));
            yield break;
        }
        foreach (var entry in mapping.Entries.Where(static entry => entry.Key.Text is not ("entries" or "defaults")))
        {
            problems.Add(file.AtKey([entry.Key.Text], $"this file has several entries: `{entry.Key.Text}` belongs to one of them", $"put it below an entry, or, for all of them, below defaults"));
        }
        foreach (var (name, value) in file.Value?.Entries ?? new Dictionary<string, MenuFile>())
        {
            yield return new SourceFile<MenuFile>(file.Path, name, file.Document, file.Value!.Defaults is { } defaults ? value.Over(defaults) : value) { Prefix = ["entries", name] };
        }
    }
}
