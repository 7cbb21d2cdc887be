using System.CommandLine;
using System.Text.Json.Serialization;
using Racklight.Answers;
using Racklight.App.CommandLine;
using Racklight.Sites;
using Racklight.Yaml;
using Spectre.Console;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node answers</c>: what an installer would read, from the site's files as they are now, secrets masked.</summary>
internal static class AnswersCommand
{
    public static Command Create(ISiteSecrets secrets)
    {
        var name = new Argument<string>("NODE") { Description = "Its name in the site, or a MAC with hyphens for a machine that no file names" };
        var file = new Argument<string?>("FILE") { Description = "One of its answer files (default: list them)", Arity = ArgumentArity.ZeroOrOne };
        var check = new Option<bool>("--check") { Description = "Tell only what is wrong; exit code 1 when something is" };
        var site = new Option<string>("--site")
        {
            Description = "The site's directory (RACKLIGHT_SITE)",
            HelpName = "DIR",
            DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } named ? named : ".",
        };
        var output = CommonOptions.Output();
        var command = new Command("answers", "Show a node's answer files as an installer would read them, secrets masked") { name, file, check, site, output }.WithExamples(
            "racklight node answers r1n2",
            "racklight node answers r1n2 ks.cfg",
            "racklight node answers r1n2 --check");
        command.SetAction(async (parsed, token) =>
        {
            var read = (await SiteReader.ReadAsync(parsed.GetValue(site)!, token)).Require();
            var set = SetOf(read, parsed.GetValue(name)!);
            var wanted = parsed.GetValue(file);
            if (wanted is not null && !set.Files.Contains(wanted))
            {
                var near = NearestWord.Of(wanted, set.Files);
                throw new ProblemException($"{parsed.GetValue(name)} has no answer file {wanted}{(near is null ? "" : $", did you mean {near}?")}", set.Files.Count > 0 ? "there are " + string.Join(", ", set.Files) : "name one below `answers:` in site.yaml, its group or its node (docs/answers.md)", ExitCodes.NotSo);
            }
            var source = secrets.Of(read);
            var answers = set.Files.Where(one => wanted is null || one == wanted).Select(one => set.Preview(one, source)).ToList();
            Show(parsed.GetValue(output), answers, wanted is not null, parsed.GetValue(check));
            return answers.All(static answer => answer.Good) ? ExitCodes.Done : ExitCodes.NotSo;
        });
        return command;
    }

    private static AnswerSet SetOf(Site site, string name)
    {
        if (site.Nodes.TryGetValue(name, out var node)) return AnswerSet.Of(site, name, node, MachineFacts.Preview);
        if (MacAddress.TryParse(name, out var mac))
        {
            var known = site.FindNode(mac, null);
            return AnswerSet.Of(site, known?.Name ?? mac.ToHyphens(), known?.Node, MachineFacts.Preview with { Mac = mac.ToString() });
        }
        var near = NearestWord.Of(name, site.Nodes.Keys);
        throw new ProblemException($"the site has no node {name}{(near is null ? "" : $", did you mean {near}?")}", "racklight site show", ExitCodes.NotSo);
    }

    private static void Show(OutputFormat format, List<RenderedAnswer> answers, bool one, bool check)
    {
        if (format == OutputFormat.Table) Print.Problems(answers.SelectMany(static answer => answer.Problems).Distinct());
        if (format == OutputFormat.Table && one && !check)
        {
            if (answers[0].Text is { } text) Console.Out.Write(text);
            return;
        }
        IReadOnlyList<ShownAnswer> shown = [.. answers.Select(answer => new ShownAnswer(answer.File, answer.Format, answer.Good, check ? null : answer.Text, answer.Problems))];
        Print.Result(format, shown, AnswerJson.Default.IReadOnlyListShownAnswer, static list =>
        {
            var table = Print.Table("file", "format", "errors", "warnings");
            foreach (var answer in list) table.AddRow(new Text(answer.File), new Text(answer.Format), Count(answer, Severity.Error, Color.Red), Count(answer, Severity.Warning, Color.Yellow));
            return table;
        });
    }

    private static Text Count(ShownAnswer answer, Severity severity, Color colour)
    {
        var count = answer.Problems.Count(problem => problem.Severity == severity);
        return new Text(count == 0 ? "-" : count.ToString(System.Globalization.CultureInfo.InvariantCulture), count == 0 ? Style.Plain : new Style(colour));
    }
}

/// <summary>An answer file as <c>-o json</c> prints it.</summary>
internal sealed record ShownAnswer(string File, string Format, bool Good, string? Text, IReadOnlyList<Problem> Problems);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ShownAnswer>))]
internal sealed partial class AnswerJson : JsonSerializerContext;
