using System.CommandLine;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.Sites;

namespace Racklight.Images.Commands;

/// <summary><c>racklight image build NAME</c>.</summary>
internal static class BuildCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The image: images/NAME/image.yaml" };
        var (site, state, output) = (ImageCommandOptions.Site(), ImageCommandOptions.State(), CommonOptions.Output());
        var command = new Command("build", "Build an image; steps whose inputs did not change come from the cache.") { name, site, state, output }
            .WithExamples("racklight image build minimal", "racklight image build kvm --site examples/hypervisors -o json");
        command.SetAction(async (parsed, token) =>
        {
            RunJournal.Sweep(Console.Error.WriteLine);
            var reading = await SiteReader.ReadAsync(Path.GetFullPath(parsed.GetValue(site)!), token);
            var read = reading.Require();
            Print.Problems(reading.Problems);
            var image = await ImageCommandOptions.Open(parsed.GetValue(state)!).BuildAsync(read, parsed.GetValue(name)!, new BuildReport(Console.Error, !Console.IsErrorRedirected), token);
            Print.Result(parsed.GetValue(output), ImageView.Of(image), ImageViewJson.Default.ImageView, ImageTable.One);
            return ExitCodes.Done;
        });
        return command;
    }
}
