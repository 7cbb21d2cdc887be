using Racklight.Yaml.Schema;

namespace Racklight.Menus.Recipes;

/// <summary>A file of recipes.</summary>
[Schema("A file of recipes")]
internal sealed record RecipeFileData
{
    /// <summary>The recipes, by name.</summary>
    [Schema("The recipes, by name", Pattern = "[a-z][a-z0-9-]*", Want = "a recipe's name", MaxLength = 40)]
    public required IReadOnlyDictionary<string, Recipe> Recipes { get; init; }
}
