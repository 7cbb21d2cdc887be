using Racklight.Menus.Recipes;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Menus.Entries;

/// <summary>Makes a catalog's entry of what a file says of it, and tells all that is wrong with its file, line and column.</summary>
/// <param name="file">Where it was said: places of messages.</param>
/// <param name="said">What was said, with what lies below worked in.</param>
/// <param name="own">The names of the entries that come with the program: what a mistyped override may have meant.</param>
internal sealed class EntryBuilder(SourceFile<MenuFile> file, MenuFile said, IReadOnlyCollection<string> own)
{
    private readonly List<Problem> _problems = [];

    /// <summary>All that is wrong; empty: there is an entry.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>The entry, or null when something is wrong.</summary>
    public CatalogEntry? Build(string source)
    {
        if (RecipeOf() is not { } recipe) return null;
        // Of what boots something of the site, the site's own check has told it.
        if (said is { Title: null, Boots: null }) _problems.Add(file.AtKey([], "the key `title` is missing", "title: what the menu shows"));
        var architectures = ArchitecturesOf(recipe);
        if (said.Title is null || _problems.Count > 0) return null;
        var entry = new CatalogEntry
        {
            Id = file.Name,
            Title = said.Title,
            Section = said.Section ?? "site",
            Recipe = recipe,
            Os = said.Os,
            Version = said.Version,
            Flavor = said.Flavor,
            Architectures = architectures,
            Firmware = said.Firmware is { Count: > 0 } firmware ? [.. firmware.Select(static word => word == "bios" ? Firmware.Bios : Firmware.Uefi)] : null,
            Values = said.Values ?? new Dictionary<string, string>(),
            Files = FilesOf(said.Files),
            Variants = (said.ByArchitecture ?? new Dictionary<string, MenuVariant>()).ToDictionary(
                static pair => ArchitectureWords.TryParse(pair.Key, out var architecture) ? architecture : Architecture.Unknown,
                static pair => new EntryVariant(pair.Value.Values ?? new Dictionary<string, string>(), FilesOf(pair.Value.Files))),
            Arguments = said.Arguments ?? [],
            Ram = said.Ram,
            Key = said.Key ?? file.Name,
            Hidden = said.Hide ?? false,
            Source = source,
            Image = said.Boots is { } boots && recipe.Id == "image" ? boots : null,
        };
        if (recipe.Id == "chain" && said.Boots is { } url) entry = entry with { Files = new Dictionary<string, EntryFile> { ["script"] = new(url) } };
        _problems.AddRange(new EntryCheck(file, said, entry).Check());
        return _problems.Count == 0 ? entry : null;
    }

    private Recipe? RecipeOf()
    {
        if (said.Boots is { } boots) return RecipeBook.Get(boots == "local" ? "local" : boots.Contains("://", StringComparison.Ordinal) ? "chain" : "image");
        if (said.Recipe is { } name)
        {
            if (RecipeBook.TryGet(name, out var recipe)) return recipe;
            var near = NearestWord.Of(name, RecipeBook.Names);
            _problems.Add(file.At(["recipe"], $"there is no recipe `{name}`{Meant(near)}", near is null ? "one of " + string.Join(", ", RecipeBook.Names) : null));
            return null;
        }
        var meant = NearestWord.Of(file.Name, own);
        _problems.Add(file.AtKey([], $"nothing says what `{file.Name}` boots, and the program has no entry of that name to change{Meant(meant)}", meant is null ? "boots: (something of the site) or recipe: (one of racklight menu recipes)" : $"racklight menu show {meant}"));
        return null;
    }

    private List<Architecture> ArchitecturesOf(Recipe recipe)
    {
        var asked = said.Architectures ?? [.. recipe.Architectures.Keys];
        var architectures = new List<Architecture>();
        foreach (var word in asked)
        {
            if (!recipe.Architectures.ContainsKey(word)) _problems.Add(file.AtItem(["architectures"], word, 0, $"the recipe {recipe.Id} does not know {word}", "one of " + string.Join(", ", recipe.Architectures.Keys)));
            else if (ArchitectureWords.TryParse(word, out var architecture) && !architectures.Contains(architecture)) architectures.Add(architecture);
        }
        if (architectures.Count == 0 && _problems.Count == 0) _problems.Add(file.At(["architectures"], "an entry exists for one architecture at least", "architectures: [x64]"));
        return architectures;
    }

    private static Dictionary<string, EntryFile> FilesOf(IReadOnlyDictionary<string, MenuFileSource>? files)
        => (files ?? new Dictionary<string, MenuFileSource>()).ToDictionary(
            static pair => pair.Key,
            static pair => new EntryFile(pair.Value.Url)
            {
                Holds = pair.Value.Holds,
                Size = pair.Value.Size,
                Sha256 = Digest.TryParse(pair.Value.Sha256, out var digest) ? digest : null,
                Sums = pair.Value.Sums,
                Signature = pair.Value.Signature,
            },
            StringComparer.Ordinal);

    private static string Meant(string? near) => near is null ? "" : $", did you mean `{near}`?";
}
