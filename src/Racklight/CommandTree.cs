using System.CommandLine;
using Racklight.App;
using Racklight.Serve;
using Racklight.Up;

namespace Racklight;

/// <summary>Every noun and verb of the program.</summary>
internal static class CommandTree
{
    /// <summary>All of it.</summary>
    public static RootCommand Create()
    {
        var root = Root();
        root.Subcommands.Add(UpCommand.Create(Features.All));
        root.Subcommands.Add(ServeCommand.Create(Features.All));
        foreach (var feature in Features.All) feature.AddCommands(root);
        root.Subcommands.Add(StateCommands.Create());
        return root;
    }

    /// <summary>As much of it as a command line needs: git asks for a diff of every vault by a process of its own, and the other rooms' verbs were a tenth of its time.</summary>
    public static RootCommand For(string[] args)
    {
        if (args.Length == 0 || !Features.All.Any(feature => feature.CommandNouns.Contains(args[0]))) return Create();
        var root = Root();
        foreach (var feature in Features.All.Where(feature => feature.CommandNouns.Contains(args[0]))) feature.AddCommands(root);
        return root;
    }

    private static RootCommand Root() => new("From bare metal to a running cloud, from one git repository.");
}
