using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.State;
using Spectre.Console;

namespace Racklight.Images.Commands;

/// <summary><c>racklight image gc</c>.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var keep = new Option<int>("--keep") { Description = "How many builds of each image stay", DefaultValueFactory = static _ => 3 };
        var database = new Option<string?>("--database") { Description = "postgres://… instead of SQLite in the state directory: where channels point", HelpName = "URL", DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_DATABASE") };
        var (state, output) = (ImageCommandOptions.State(), CommonOptions.Output());
        var command = new Command("gc", "Delete old images and build results; what a channel points to stays.") { keep, database, state, output }
            .WithExamples("racklight image gc", "racklight image gc --keep 1");
        command.SetAction(async (parsed, token) =>
        {
            if (parsed.GetValue(keep) < 1) throw new ProblemException("--keep must be at least 1");
            RunJournal.Sweep(Console.Error.WriteLine);
            var directory = Path.GetFullPath(parsed.GetValue(state)!);
            Directory.CreateDirectory(directory);
            await using var store = await Databases.OpenAsync(parsed.GetValue(database), directory, TimeProvider.System, NullLogger.Instance, token);
            var pinned = (await store.Channels.AllAsync(token)).Select(static pointer => pointer.Digest).ToHashSet();
            var swept = ImageSweep.Run(ImageCommandOptions.Open(directory), parsed.GetValue(keep), pinned);
            Print.Result(parsed.GetValue(output), new SweepView(swept.Images, swept.Files, swept.Steps, swept.Bytes), ImageViewJson.Default.SweepView,
                static view => new Text($"{view.Images} images, {view.Files} files and {view.Steps} build results deleted; {view.Bytes / 1_000_000} MB of the artifact store are free again\n"));
            return ExitCodes.Done;
        });
        return command;
    }
}
