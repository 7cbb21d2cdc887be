using Racklight.Menus.Commands;
using Racklight.Menus.Entries;
using Racklight.Menus.Preview;
using Racklight.Menus.Recipes;

namespace Racklight.Menus.Pages;

/// <summary>An entry as the catalog's pages show it.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Have">How many of its files are kept here.</param>
/// <param name="Need">How many there are to keep; 0: none that a mirror could hold.</param>
public sealed record CatalogRow(CatalogEntry Entry, int Have, int Need)
{
    /// <summary>Where it comes from: <c>ours</c>, <c>site</c>, or <c>changed</c> (ours, changed by the site).</summary>
    public string Origin => !Entry.Source.Contains("menu/", StringComparison.Ordinal) ? "ours" : Entry.Source.Contains("catalog/", StringComparison.Ordinal) ? "changed" : "site";

    /// <summary>The section's title.</summary>
    public string Section => MenuSection.Of(Entry.Section).Title;

    /// <summary>Its architectures.</summary>
    public string Architectures => string.Join(' ', Entry.Architectures.Select(ArchitectureWords.Of));

    /// <summary>The firmware that it boots by.</summary>
    public string Firmware => string.Join(' ', EntryView.Of(Entry).Firmware.Select(static word => word.ToUpperInvariant()));

    /// <summary>The memory that it needs.</summary>
    public string Memory => EntryView.Memory(Entry.Ram ?? Entry.Recipe.Ram.Mib);

    /// <summary>How much of it is kept here: <c>mirrored</c>, <c>2 of 3 files</c>, <c>no</c>; empty: nothing to keep.</summary>
    public string Mirrored => Need == 0 ? "" : Have == Need ? "mirrored" : Have == 0 ? "no" : $"{Have} of {Need} files";

    /// <summary>What a filter looks through.</summary>
    public string SearchText => string.Join(' ', Entry.Id, Entry.Title, Entry.Key, Entry.Os, Entry.Version, Entry.Flavor, Entry.Section, Section, Entry.Recipe.Id, Architectures, Firmware, Origin, Entry.Hidden ? "hidden" : "", Have == Need && Need > 0 ? "mirrored" : "").ToLowerInvariant();

    /// <summary>Counts an entry's files.</summary>
    public static CatalogRow Of(CatalogEntry entry, IMirroredFiles? mirror)
    {
        try
        {
            var files = entry.Architectures.SelectMany(architecture => entry.Recipe.FilesOf(entry, architecture)).SelectMany(Urls).Distinct(StringComparer.Ordinal).ToList();
            return new CatalogRow(entry, mirror is null ? 0 : files.Count(mirror.Has), files.Count);
        }
        catch (ProblemException)
        {
            // An entry that lacks a file says so on its own page, and at site check.
            return new CatalogRow(entry, 0, 0);
        }
    }

    /// <summary>The addresses that a mirror holds for a file: package mirrors are not copied, and what lies on this network's own servers by another scheme neither.</summary>
    internal static IEnumerable<string> Urls(NeededFile file) => (file.IsDirectory ? file.Holds.Select(held => file.Url + held) : [file.Url]).Where(static url => url.StartsWith("http", StringComparison.Ordinal));
}
