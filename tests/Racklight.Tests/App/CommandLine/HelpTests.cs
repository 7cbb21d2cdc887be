using System.CommandLine;
using Racklight.App;

namespace Racklight.Tests.App.CommandLine;

public sealed class HelpTests
{
    public static TheoryData<string> Verbs => [.. Leaves(CommandTree.Create(), "")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_shows_an_example_of_itself(string verb)
    {
        using var output = new StringWriter();
        var parsed = CommandTree.Create().Parse([.. verb.Split(' '), "--help"]);
        parsed.Errors.ShouldBeEmpty();
        parsed.Invoke(new InvocationConfiguration { Output = output }).ShouldBe(0);
        var help = output.ToString();
        help.ShouldContain("Examples:");
        help[help.IndexOf("Examples:", StringComparison.Ordinal)..].ShouldContain("racklight " + verb);
    }

    [Fact]
    public void Every_option_and_argument_of_every_verb_is_explained()
    {
        var silent = new List<string>();
        foreach (var verb in Verbs.Select(row => row.Data))
        {
            var command = CommandTree.Create().Parse(verb.Split(' ')).CommandResult.Command;
            command.Description.ShouldNotBeNullOrEmpty(verb);
            silent.AddRange(command.Options.Where(option => string.IsNullOrEmpty(option.Description)).Select(option => $"{verb} {option.Name}"));
            silent.AddRange(command.Arguments.Where(argument => string.IsNullOrEmpty(argument.Description)).Select(argument => $"{verb} {argument.Name}"));
        }
        silent.ShouldBeEmpty();
    }

    [Fact]
    public void A_command_line_finds_all_verbs_of_its_noun()
    {
        foreach (var noun in CommandTree.Create().Subcommands)
        {
            var own = CommandTree.For([noun.Name]).Subcommands.Where(one => one.Name == noun.Name).ShouldHaveSingleItem(noun.Name);
            Leaves(own, noun.Name).ShouldBe(Leaves(noun, noun.Name), ignoreOrder: true);
        }
        CommandTree.For(["secert"]).Subcommands.Count.ShouldBe(CommandTree.Create().Subcommands.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("deploy pipeline")]
    public async Task A_noun_without_a_verb_shows_what_there_is(string words)
    {
        var result = await ProcessRunner.RunAsync(new ProcessSpec(Path.Combine(AppContext.BaseDirectory, "racklight"), words.Split(' ', StringSplitOptions.RemoveEmptyEntries)), TestContext.Current.CancellationToken);
        result.ExitCode.ShouldBe(ExitCodes.Usage);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("Commands:");
        result.Error.ShouldNotContain("error:");
    }

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(verb => Leaves(verb, path.Length == 0 ? verb.Name : path + ' ' + verb.Name));
}
