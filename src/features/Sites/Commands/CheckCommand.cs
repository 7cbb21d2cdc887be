using System.CommandLine;
using Racklight.App.CommandLine;
using Spectre.Console;

namespace Racklight.Sites.Commands;

/// <summary><c>racklight site check</c>: everything that is wrong, at once.</summary>
internal static class CheckCommand
{
    public static Command Create(IReadOnlyList<IAddedCheck> added)
    {
        var directory = SiteCommands.Directory();
        var output = CommonOptions.Output();
        var command = new Command("check", "Tell everything that is wrong with a site, with file, line and column") { directory, output }
            .WithExamples(
                "racklight site check",
                "racklight site check examples/hypervisors",
                "racklight site check -o json | jq -r '.problems[].message'   # exit code 1 when anything is wrong");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reading = await SiteReader.ReadAsync(parsed.GetValue(directory)!, cancellationToken);
            // What other rooms know of a site is looked at once it can be read at all; it never keeps a server from taking it over.
            if (reading.Site is { } read) reading = new SiteReading(read, [.. reading.Problems, .. added.SelectMany(check => check.Check(read))]);
            var result = CheckedSite.Of(reading);
            var format = parsed.GetValue(output);
            // For people the problems are the result too, but go where problems of every command go.
            if (format == OutputFormat.Table) Print.Problems(reading.Problems);
            Print.Result(format, result, SiteJson.Default.CheckedSite, checkedSite => new Text(Words(reading, checkedSite)));
            if (format == OutputFormat.Table) Console.Out.WriteLine();
            return result.Good ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static string Words(SiteReading reading, CheckedSite result)
    {
        if (reading.Site is { } site && result.Good) return CheckedSite.Summary(site) + (result.Warnings > 0 ? $"; {CheckedSite.Count(result.Warnings, "warning")}" : "");
        return CheckedSite.Count(result.Errors, "error") + (result.Warnings > 0 ? $", {CheckedSite.Count(result.Warnings, "warning")}" : "");
    }
}
