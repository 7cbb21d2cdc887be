using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Nodes.Difference;
using Racklight.Sites;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Nodes.Commands;

/// <summary><c>diff REF1 REF2</c>: which machines would boot something else, and what. Works on the repository itself; needs no server.</summary>
public static class MenuDiffCommand
{
    /// <summary>Makes the verb, to be put below a noun.</summary>
    /// <param name="noun">The noun, for the examples: <c>menu</c> or <c>site</c>.</param>
    public static Command Create(string noun)
    {
        var first = new Argument<string>("REF1") { Description = "A branch, a tag, a commit, or user:branch of a fork" };
        var second = new Argument<string>("REF2") { Description = "What to compare it with" };
        var directory = new Option<string>("--site")
        {
            Description = "The site's directory or bare repository (RACKLIGHT_SITE, else the current directory)",
            HelpName = "DIR",
            DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } named ? named : ".",
        };
        var code = new Option<bool>("--exit-code") { Description = "Exit with 1 when any machine would boot something else" };
        var output = CommonOptions.Output();
        var command = new Command("diff", "Tell which machines would boot something else by another ref, and what") { first, second, directory, code, output }
            .WithExamples(
                $"racklight {noun} diff main feature/new-kernel",
                $"racklight {noun} diff main alice:main --site /srv/site.git",
                $"racklight {noun} diff HEAD v2 -o json | jq -r '.machines[].machine'");
        command.SetAction(async (parsed, token) =>
        {
            var difference = await CompareAsync(parsed.GetValue(directory)!, parsed.GetValue(first)!, parsed.GetValue(second)!, token);
            Print.Result(parsed.GetValue(output), difference, DifferenceJson.Default.SiteDifference, Table);
            return parsed.GetValue(code) && !difference.Same ? ExitCodes.NotSo : ExitCodes.Done;
        });
        return command;
    }

    internal static async Task<SiteDifference> CompareAsync(string directory, string first, string second, CancellationToken cancellationToken)
    {
        using var refs = await LocalRefs.OpenAsync(directory, Path.Combine(StateDirectory.Default, "refs", "forks"), cancellationToken);
        var (from, before) = await ReadAsync(refs, first, cancellationToken);
        var (to, after) = await ReadAsync(refs, second, cancellationToken);
        return SiteComparison.Of(from, before, to, after);
    }

    private static async Task<(DiffSide Side, Site Site)> ReadAsync(LocalRefs refs, string text, CancellationToken cancellationToken)
    {
        var resolved = await refs.Refs.ResolveAsync(text, cancellationToken);
        var reading = await refs.Refs.ReadAsync(resolved.Commit, cancellationToken);
        return reading.Site is { } site ? (new DiffSide(text, resolved.Commit), site) : throw new ProblemException([.. reading.Problems.Select(problem => problem with { Message = $"{text}: {problem.Message}" })]);
    }

    private static IRenderable Table(SiteDifference difference)
    {
        var head = new Text($"{difference.From.Ref} ({difference.From.Commit[..12]}) -> {difference.To.Ref} ({difference.To.Commit[..12]})\n");
        if (difference.Same) return new Rows(head, new Text("every machine boots the same\n"));
        var parts = new List<IRenderable> { head };
        if (difference.Machines.Count == 0) parts.Add(new Text("no machine is told to boot something else\n"));
        else
        {
            var table = Print.Table("machine", "mac", "change", "what");
            foreach (var change in difference.Machines) table.AddRow(new Text(change.Machine), new Text(change.Mac ?? "-"), new Text(change.Change, Colour(change.Change)), new Text(change.What));
            parts.Add(table);
        }
        Add(parts, "menu entry", difference.Menu);
        Add(parts, "image", difference.Images);
        return new Rows(parts);
    }

    private static void Add(List<IRenderable> parts, string kind, IReadOnlyList<PartChange> changes)
    {
        if (changes.Count == 0) return;
        var table = Print.Table(kind, "change", "booted by");
        foreach (var change in changes) table.AddRow(new Text(change.Name), new Text(change.Change, Colour(change.Change)), new Text(change.Machines == 1 ? "1 node" : $"{change.Machines} nodes"));
        parts.Add(Text.Empty);
        parts.Add(table);
    }

    private static Style Colour(string change) => change switch { "added" => new Style(Color.Green), "removed" => new Style(Color.Red), _ => new Style(Color.Yellow) };
}
