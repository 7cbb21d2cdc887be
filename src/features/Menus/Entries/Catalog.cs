using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Menus.Entries;

/// <summary>All that machines can boot: what comes with the program, with a site's own entries, changes and omissions worked in.</summary>
public sealed class Catalog
{
    private static readonly Lazy<Catalog> OwnCatalog = new(static () => Build(new Dictionary<string, SourceFile<MenuFile>>()));
    // A site never changes once it is read, and every boot script of it asks.
    private static readonly ConditionalWeakTable<Site, Catalog> OfSites = [];
    private readonly Dictionary<string, CatalogEntry> _byId;

    private Catalog(IEnumerable<CatalogEntry> entries)
    {
        Entries = [.. entries.OrderBy(static entry => MenuSection.RankOf(entry.Section)).ThenBy(static entry => entry.Section, StringComparer.Ordinal)];
        _byId = Entries.ToDictionary(static entry => entry.Id, StringComparer.Ordinal);
    }

    /// <summary>What comes with the program.</summary>
    public static Catalog Own => OwnCatalog.Value;

    /// <summary>Every entry, hidden ones too, section by section, in the order of their files.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>The sections that have an entry to show, in the menu's order.</summary>
    public IReadOnlyList<MenuSection> Sections => [.. Entries.Where(static entry => !entry.Hidden).Select(static entry => entry.Section).Distinct(StringComparer.Ordinal).Select(MenuSection.Of)];

    /// <summary>The catalog of a site, made once for each reading of it; null: what comes with the program.</summary>
    /// <exception cref="ProblemException">The site's entries have faults (which <c>racklight site check</c> tells before).</exception>
    public static Catalog Load(Site? site) => site is null || site.Menu.Count == 0 ? Own : OfSites.GetValue(site, static read => Build(Sources(read)));

    /// <summary>The entry of a name.</summary>
    public bool TryGet(string id, [NotNullWhen(true)] out CatalogEntry? entry) => _byId.TryGetValue(id, out entry);

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ProblemException">There is none; the message names the nearest.</exception>
    public CatalogEntry Get(string id)
    {
        if (TryGet(id, out var entry)) return entry;
        var near = NearestWord.Of(id, _byId.Keys);
        throw new ProblemException($"the menu has no entry `{id}`{(near is null ? "" : $", did you mean `{near}`?")}", "racklight menu list");
    }

    /// <summary>What a machine of that kind sees: entries that are not hidden and can boot there.</summary>
    public IEnumerable<CatalogEntry> For(Architecture architecture, Firmware firmware) => Entries.Where(entry => !entry.Hidden && entry.Refusal(architecture, firmware) is null);

    /// <summary>The entries that somebody means who types these words: all of them occur in the name, key, title, system, version, flavor or section; exact names first.</summary>
    public IEnumerable<CatalogEntry> Find(string query)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Entries.Where(entry => !entry.Hidden && words.All(word => Texts(entry).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))))
            .OrderByDescending(entry => string.Equals(entry.Id, query, StringComparison.OrdinalIgnoreCase) || string.Equals(entry.Key, query, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Everything that is wrong with a site's entries.</summary>
    internal static IEnumerable<Problem> Check(IReadOnlyDictionary<string, SourceFile<MenuFile>> site)
        => site.Values.Where(static file => file.Value is not null).SelectMany(static file => Make(file).Problems);

    private static Dictionary<string, SourceFile<MenuFile>> Sources(Site site)
        => site.Menu.ToDictionary(static pair => pair.Key, static pair => new SourceFile<MenuFile>($"menu/{pair.Key}.yaml", pair.Key, YamlReader.Read(""), pair.Value), StringComparer.Ordinal);

    private static Catalog Build(IReadOnlyDictionary<string, SourceFile<MenuFile>> site)
    {
        var made = OwnEntries.All.Values.Select(own => site.GetValueOrDefault(own.Name) ?? own)
            .Concat(site.Values.Where(static file => !OwnEntries.All.ContainsKey(file.Name)))
            .Select(Make).ToList();
        var problems = made.SelectMany(static one => one.Problems).ToList();
        return problems.Count == 0 ? new Catalog(made.Select(static one => one.Entry!)) : throw new ProblemException(problems);
    }

    private static (CatalogEntry? Entry, IReadOnlyList<Problem> Problems) Make(SourceFile<MenuFile> file)
    {
        var below = OwnEntries.All.GetValueOrDefault(file.Name);
        // An entry that says by itself how it boots stands alone: one of ours that comes to have its name changes nothing for the site.
        var overrides = below is not null && below != file && file.Value is { Boots: null } said && (said.Recipe is null || said.Recipe == below.Value!.Recipe);
        var builder = new EntryBuilder(file, overrides ? file.Value!.Over(below!.Value!) : file.Value!, [.. OwnEntries.All.Keys]);
        var entry = builder.Build(overrides ? $"{below!.Path}, {file.Path}" : file.Path);
        return (entry, builder.Problems);
    }

    private static IEnumerable<string> Texts(CatalogEntry entry) => new[] { entry.Id, entry.Key, entry.Title, entry.Os, entry.Version, entry.Flavor, entry.Section }.OfType<string>();
}
