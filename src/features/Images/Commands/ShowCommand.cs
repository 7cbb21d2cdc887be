using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Images.Commands;

/// <summary><c>racklight image show IMAGE</c>.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var (reference, state, output) = (ImageCommandOptions.Reference(), ImageCommandOptions.State(), CommonOptions.Output());
        var command = new Command("show", "Show what an image is: digests, sizes, packages, tools.") { reference, state, output }
            .WithExamples("racklight image show minimal", "racklight image show kvm@canary -o json");
        command.SetAction(async (parsed, token) =>
        {
            var image = await ImageCommandOptions.RequireAsync(ImageCommandOptions.Open(parsed.GetValue(state)!), parsed.GetValue(reference)!, token);
            Print.Result(parsed.GetValue(output), ImageView.Of(image) with { Packages = image.Manifest.Packages }, ImageViewJson.Default.ImageView, ImageTable.One);
            return ExitCodes.Done;
        });
        return command;
    }
}
