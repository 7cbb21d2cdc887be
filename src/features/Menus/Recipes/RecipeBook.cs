using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Menus.Recipes;

/// <summary>All recipes, by name. They come with the program; what a site adds are entries.</summary>
public static class RecipeBook
{
    private static readonly Lazy<IReadOnlyDictionary<string, Recipe>> Recipes = new(Load);

    /// <summary>Every recipe, in the order of their names.</summary>
    public static IReadOnlyCollection<Recipe> All => [.. Recipes.Value.Values];

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => [.. Recipes.Value.Keys];

    /// <summary>The recipe of a name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out Recipe? recipe) => Recipes.Value.TryGetValue(name, out recipe);

    /// <summary>The recipe of a name that is known to exist.</summary>
    internal static Recipe Get(string name) => Recipes.Value[name];

    private static SortedDictionary<string, Recipe> Load()
    {
        var rules = JsonSchema.Of(SchemaExport.Of(MenusJson.Default.RecipeFileData));
        var recipes = new SortedDictionary<string, Recipe>(StringComparer.Ordinal);
        foreach (var (file, text) in EmbeddedText.Below("recipes/"))
        {
            var document = YamlReader.Read(text);
            var reading = SchemaReader.Read(document, rules);
            var faults = document.Faults.Concat(reading.Faults).Select(fault => Fault(file, document, fault)).ToList();
            if (faults.Count > 0 || reading.Value is null) throw new ProblemException(faults);
            foreach (var (name, recipe) in reading.Value.Deserialize(MenusJson.Default.RecipeFileData)!.Recipes) recipes.Add(name, recipe with { Id = name });
        }
        return recipes;
    }

    private static Problem Fault(string file, YamlDocument document, YamlFault fault) => new(fault.Message)
    {
        File = file,
        Line = fault.Mark.Line,
        Column = fault.Mark.Column,
        Source = document.Line(fault.Mark.Line),
        Hint = fault.Hint,
    };
}
