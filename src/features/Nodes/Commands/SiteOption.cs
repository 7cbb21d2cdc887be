using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Nodes.Adding;
using Racklight.Sites;
using Spectre.Console;

namespace Racklight.Nodes.Commands;

/// <summary>The site that verbs write nodes into, and how they do it: checked as a whole before it is kept.</summary>
internal sealed class SiteOption
{
    private readonly Option<string> _site = new("--site")
    {
        Description = "The site's directory (RACKLIGHT_SITE, else the current directory)",
        HelpName = "DIR",
        DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } named ? named : ".",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Tell what would be written, and write nothing" };
    private readonly Option<OutputFormat> _output = CommonOptions.Output();

    /// <summary>Adds the options to a verb.</summary>
    public Command On(Command command)
    {
        command.Options.Add(_site);
        command.Options.Add(_dryRun);
        command.Options.Add(_output);
        return command;
    }

    /// <summary>The site, without errors.</summary>
    /// <exception cref="ProblemException">It has errors, or there is none.</exception>
    public async Task<Site> ReadAsync(ParseResult parsed, CancellationToken cancellationToken)
        => (await SiteReader.ReadAsync(parsed.GetValue(_site)!, cancellationToken)).Require();

    /// <summary>Checks nodes to be, writes them unless it is a dry run, and prints them.</summary>
    /// <exception cref="ProblemException">Anything is wrong with any of them: then nothing was written.</exception>
    public int Add(ParseResult parsed, Site site, DraftSource source)
    {
        if (DraftChecks.Check(site, source) is { Count: > 0 } problems) throw new ProblemException(problems);
        var dry = parsed.GetValue(_dryRun);
        if (!dry) SiteAddition.Write(site, [.. source.Nodes.Select(static draft => new AddedFile(draft.Path, NodeText.Of(draft)))]);
        IReadOnlyList<AddedNode> added = [.. source.Nodes.Select(draft => AddedNode.Of(site, draft))];
        Print.Result(parsed.GetValue(_output), added, AddedNodeJson.Default.IReadOnlyListAddedNode, Table);
        var count = added.Count == 1 ? "1 file" : $"{added.Count} files";
        Print.Error.WriteLine(dry ? $"{count} would be written below {site.Root}/nodes; nothing was" : $"{count} written below {site.Root}/nodes; commit {(added.Count == 1 ? "it" : "them")} when you like {(added.Count == 1 ? "it" : "them")}");
        return ExitCodes.Done;
    }

    private static Table Table(IReadOnlyList<AddedNode> added)
    {
        var table = Print.Table("file", "mac", "uuid", "serial", "group", "boots");
        foreach (var node in added) table.AddRow(new Text(node.File), new Text(node.Mac ?? ""), new Text(node.Uuid ?? ""), new Text(node.Serial ?? ""), new Text(node.Group ?? ""), new Text(node.Boots));
        return table;
    }
}
