using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Menus.Recipes;
using Spectre.Console;

namespace Racklight.Menus.Commands;

/// <summary><c>racklight menu recipes</c>.</summary>
internal static class RecipesCommand
{
    public static Command Create()
    {
        var output = CommonOptions.Output();
        var command = new Command("recipes", "List how families of systems boot: what an entry of yours can name") { output }
            .WithExamples("racklight menu recipes", "racklight menu recipes -o yaml   # with every value and file");
        command.SetAction(parsed =>
        {
            IReadOnlyList<RecipeView> recipes = [.. RecipeBook.All.Select(RecipeView.Of)];
            Print.Result(parsed.GetValue(output), recipes, MenusJson.Default.IReadOnlyListRecipeView, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Table Table(IReadOnlyList<RecipeView> recipes)
    {
        var table = Print.Table("recipe", "boots", "on", "firmware", "needs", "answers", "ram");
        foreach (var recipe in recipes)
        {
            var needs = recipe.Values.Where(static value => value.Value.Default is null && !value.Value.Optional).Select(static value => value.Key)
                .Concat(recipe.Files.Where(static file => file.Value.Url is null && !file.Value.Optional).Select(static file => file.Key));
            table.AddRow(new Text(recipe.Id), new Text(recipe.Title), new Text(string.Join(' ', recipe.Architectures)), new Text(string.Join(' ', recipe.Firmware)), new Text(string.Join(' ', needs)), new Text(recipe.Answers ?? ""), new Text(EntryView.Memory(recipe.Ram.Mib)));
        }
        return table;
    }
}

/// <summary>A recipe as commands print it.</summary>
internal sealed record RecipeView(string Id, string Title, string Source, IReadOnlyList<string> Architectures, IReadOnlyList<string> Firmware, RecipeRam Ram, string Offline)
{
    public required IReadOnlyDictionary<string, RecipeValue> Values { get; init; }

    public required IReadOnlyDictionary<string, RecipeFile> Files { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public string? Answers { get; init; }

    public bool StaticAddress { get; init; }

    public static RecipeView Of(Recipe recipe) => new(recipe.Id, recipe.Title, recipe.Source, [.. recipe.Architectures.Keys], EntryView.Firmwares(recipe), recipe.Ram, recipe.Offline)
    {
        Values = recipe.Values,
        Files = recipe.Files,
        Arguments = recipe.Arguments,
        Answers = recipe.Answers?.Format,
        StaticAddress = recipe.Address is not null,
    };
}
