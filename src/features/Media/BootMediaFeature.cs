using System.CommandLine;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.BootMedia.Commands;

namespace Racklight.BootMedia;

/// <summary>The room of start media: ISO and USB images for machines that cannot boot by the network.</summary>
public sealed class BootMediaFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["menu"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => Nouns.Menu(root).Subcommands.Add(MediaCommand.Create());
}
