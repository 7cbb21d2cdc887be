using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab screenshot</c>.</summary>
internal static class ScreenshotCommand
{
    public static Command Create()
    {
        var machine = LabArguments.Machine();
        var file = new Argument<string>("FILE") { Description = "The PNG file to write." };
        var command = new Command("screenshot", "Write what is on a machine's screen to a PNG file.") { machine, file }.WithExamples("racklight lab screenshot n1 n1.png");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (lab, found) = LabRegistry.FindMachine(parse.GetValue(machine)!);
            await LabControl.SendAsync(lab, new LabOrder("screenshot", found.Name, Path.GetFullPath(parse.GetValue(file)!)), cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }
}
