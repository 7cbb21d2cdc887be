using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Sites.Commands;

/// <summary><c>racklight site init</c>: a small site that works, to start from.</summary>
internal static class InitCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "Where to make it: a directory without a site (default: the current one)", DefaultValueFactory = static _ => "." };
        var command = new Command("init", "Make a small commented site to start from") { directory }
            .WithExamples("racklight site init homelab", "racklight site init homelab && racklight site check homelab");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var written = await SiteStarter.WriteAsync(parsed.GetValue(directory)!, cancellationToken);
            foreach (var line in written) Console.Out.WriteLine(line);
            return ExitCodes.Done;
        });
        return command;
    }
}
