using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Images.Commands;

/// <summary><c>racklight image list</c>.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var (state, output) = (ImageCommandOptions.State(), CommonOptions.Output());
        var command = new Command("list", "List the complete images, newest first.") { state, output }.WithExamples("racklight image list", "racklight image list -o json");
        command.SetAction(async (parsed, token) =>
        {
            var images = await ImageCommandOptions.Open(parsed.GetValue(state)!).ListAsync(token);
            IReadOnlyList<ImageView> views = [.. images.Select(ImageView.Of)];
            Print.Result(parsed.GetValue(output), views, ImageViewJson.Default.IReadOnlyListImageView, ImageTable.Many);
            return ExitCodes.Done;
        });
        return command;
    }
}
