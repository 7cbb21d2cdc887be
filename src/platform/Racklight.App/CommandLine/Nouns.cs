using System.CommandLine;

namespace Racklight.App.CommandLine;

/// <summary>A noun whose verbs come from several rooms: whoever comes first makes it, and none needs the others.</summary>
public static class Nouns
{
    /// <summary><c>racklight menu</c>.</summary>
    public static Command Menu(RootCommand root) => Of(root, "menu", "What machines can boot: the catalog, its recipes, and what a site adds");

    private static Command Of(RootCommand root, string name, string description)
    {
        if (root.Subcommands.FirstOrDefault(command => command.Name == name) is { } known) return known;
        var noun = new Command(name, description);
        root.Subcommands.Add(noun);
        return noun;
    }
}
