using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Nodes.Api;
using Spectre.Console;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node try</c>: a node boots from another ref of the site.</summary>
internal static class TryCommand
{
    public static Command Create(ServerClient client)
    {
        var name = new Argument<string>("NODE") { Description = "Its name in the site, or its MAC with hyphens" };
        var reference = new Option<string>("--ref") { Description = "A branch, a tag, a commit, or user:branch of a fork", HelpName = "REF" };
        var once = new Option<bool>("--once") { Description = "For the next boot only" };
        var end = new Option<bool>("--end") { Description = "Boot by the served site again" };
        var output = CommonOptions.Output();
        var command = client.On(new Command("try", "Let a node boot from another branch or commit of the site") { name, reference, once, end, output })
            .WithExamples(
                "racklight node try r1n2 --ref feature/new-kernel --once",
                "racklight node try r1n2 --ref alice:main    # a fork's branch, when refs.remotes in site.yaml says where it is",
                "racklight node try r1n2                     # what it tries",
                "racklight node try r1n2 --end");
        command.Validators.Add(result =>
        {
            if (result.GetValue(end) && (result.GetValue(reference) is not null || result.GetValue(once))) result.AddError("--end goes without --ref and --once");
            else if (result.GetValue(once) && result.GetValue(reference) is null) result.AddError("--once needs --ref REF");
        });
        command.SetAction(async (parsed, token) =>
        {
            var path = $"/api/nodes/{Uri.EscapeDataString(parsed.GetValue(name)!)}/try";
            if (parsed.GetValue(end))
            {
                await client.DeleteAsync(parsed, path, token);
                Print.Error.WriteLine($"{parsed.GetValue(name)} boots by the served site again");
                return ExitCodes.Done;
            }
            var tried = parsed.GetValue(reference) is { } wanted
                ? await client.PutAsync(parsed, path, new ApiTryOrder(wanted, parsed.GetValue(once)), TryJson.Default.ApiTryOrder, TryJson.Default.ApiTry, token)
                : await client.GetAsync(parsed, path, TryJson.Default.ApiTry, token);
            Print.Result(parsed.GetValue(output), tried, TryJson.Default.ApiTry, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Table Table(ApiTry tried)
    {
        var table = Print.Table("node", "tries", "commit", "for", "since", "by");
        table.AddRow(new Text(tried.Node), new Text(tried.Ref), new Text(tried.Commit?[..12] ?? "-"), new Text(tried.Once ? "one boot" : "every boot"), new Text(tried.At.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)), new Text(tried.Who));
        return table;
    }
}
