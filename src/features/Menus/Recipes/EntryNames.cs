using Racklight.Menus.Entries;

namespace Racklight.Menus.Recipes;

/// <summary>What the names in the templates of one entry stand for on one architecture, before anything is known of a machine.</summary>
internal sealed class EntryNames
{
    private const int Deepest = 8;
    private readonly Recipe _recipe;
    private readonly CatalogEntry _entry;
    private readonly EntryVariant? _variant;
    private readonly string _spelling;

    public EntryNames(Recipe recipe, CatalogEntry entry, Architecture architecture)
    {
        (_recipe, _entry) = (recipe, entry);
        _variant = entry.Variants.GetValueOrDefault(architecture);
        _spelling = recipe.Architectures.GetValueOrDefault(ArchitectureWords.Of(architecture)) ?? ArchitectureWords.Of(architecture);
    }

    /// <summary>What a value, or a file's upstream URL, is; null when it has none.</summary>
    public string? Of(string name) => Of(name, 0);

    /// <summary>The upstream URL of a file; null when it has none.</summary>
    public string? UrlOf(string role) => UrlOf(role, 0);

    /// <summary>What the entry says of a file beyond the recipe.</summary>
    public EntryFile? FileOf(string role) => _variant?.Files.GetValueOrDefault(role) ?? _entry.Files.GetValueOrDefault(role);

    private string? Of(string name, int depth)
    {
        if (depth > Deepest) throw new ProblemException($"the values of {_entry.Id} refer to each other without end at `{name}`", "give one of them a value without {names}");
        if (name == "arch") return _variant?.Values.GetValueOrDefault(name) ?? _spelling;
        if (_recipe.Files.ContainsKey(name)) return UrlOf(name, depth);
        var text = _variant?.Values.GetValueOrDefault(name) ?? _entry.Values.GetValueOrDefault(name) ?? Own(name) ?? _recipe.Values.GetValueOrDefault(name)?.Default;
        return text is null ? null : Template.Parse(text).Fill(inner => Of(inner, depth + 1));
    }

    private string? UrlOf(string role, int depth)
    {
        var text = FileOf(role)?.Url ?? _recipe.Files.GetValueOrDefault(role)?.Url;
        return text is null ? null : Template.Parse(text).Fill(inner => Of(inner, depth + 1));
    }

    /// <summary>What every entry has.</summary>
    private string? Own(string name) => name switch
    {
        "version" => _entry.Version,
        "os" => _entry.Os,
        "flavor" => _entry.Flavor,
        "id" => _entry.Id,
        _ => null,
    };
}
