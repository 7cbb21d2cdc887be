using System.CommandLine;
using Racklight.App;
using Racklight.Labs.Commands;

namespace Racklight.Labs;

/// <summary>The room of labs.</summary>
public sealed class LabsFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["lab"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => root.Add(new Command("lab", "Virtual racks: QEMU machines on a private wire that boot as real ones do.")
    {
        UpCommand.Create(),
        StatusCommand.Create(),
        ConsoleCommand.Create(),
        ScreenshotCommand.Create(),
        PowerCommand.Create(),
        DownCommand.Create(),
        ExecCommand.Create(),
        SshCommand.Create(),
    });
}
