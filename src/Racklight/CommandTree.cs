using System.CommandLine;
using Racklight.App;
using Racklight.Serve;
using Racklight.Up;

namespace Racklight;

/// <summary>Every noun and verb of the program.</summary>
internal static class CommandTree
{
    public static RootCommand Create()
    {
        var root = new RootCommand("From bare metal to a running cloud, from one git repository.");
        root.Subcommands.Add(UpCommand.Create(Features.All));
        root.Subcommands.Add(ServeCommand.Create(Features.All));
        foreach (var feature in Features.All) feature.AddCommands(root);
        root.Subcommands.Add(StateCommands.Create());
        return root;
    }
}
