using Racklight.Menus.Recipes;
using Racklight.Sites;

namespace Racklight.Menus.Import;

/// <summary>Makes a menu entry by a rule of the import map.</summary>
internal static class RuleEntry
{
    /// <summary>The entry, or null with what the record lacks.</summary>
    /// <param name="rule">The rule; it has a recipe.</param>
    /// <param name="title">What the menu shows.</param>
    /// <param name="architectures">What the record says; empty: what the rule says.</param>
    /// <param name="valueOf">What a <c>&lt;name&gt;</c> stands for.</param>
    /// <param name="holds">The record's files: what is fetched from its directory.</param>
    /// <param name="missing">The name that has no value.</param>
    public static MenuFile? Make(BootRule rule, string title, IReadOnlyList<string> architectures, Func<string, string?> valueOf, IReadOnlyList<string> holds, out string? missing)
    {
        string? lacking = null;
        string? Value(string name)
        {
            var value = valueOf(name);
            if (string.IsNullOrEmpty(value)) lacking ??= name;
            return value;
        }

        var recipe = RecipeBook.Get(rule.Recipe!);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, MenuFileSource>(StringComparer.Ordinal);
        foreach (var (name, text) in rule.Values)
        {
            if (Placeholders.Fill(text, Value) is { } value) values[name] = value;
        }
        foreach (var (role, text) in rule.Files)
        {
            // A file that the recipe can do without may be missing from the record too.
            var optional = recipe.Files[role].Optional;
            if (Placeholders.Fill(text, optional ? valueOf : Value) is { } url) files[role] = new MenuFileSource { Url = url, Holds = role == rule.Directory ? holds : null };
        }
        missing = lacking;
        if (lacking is not null) return null;
        var exists = architectures.Count > 0 ? architectures : rule.Architectures.Count > 0 ? rule.Architectures : ["x64"];
        return new MenuFile
        {
            Title = title,
            Section = rule.Section ?? "live",
            Recipe = rule.Recipe,
            Architectures = exists,
            Values = values.Count > 0 ? values : null,
            Files = files.Count > 0 ? files : null,
            Ram = rule.Ram,
        };
    }
}
