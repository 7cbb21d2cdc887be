using System.CommandLine;
using Racklight.Yaml;

namespace Racklight.App.CommandLine;

/// <summary>Runs a command line by the house's conventions (DESIGN §7): exit codes, errors without stack traces, Ctrl-C that waits for cleaning up.</summary>
public static class CommandLineProgram
{
    /// <summary>Parses and runs; never throws.</summary>
    /// <returns>One of <see cref="ExitCodes"/>, or 130 after Ctrl-C.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            // A noun without a verb, or nothing at all: whoever types that wants to see what there is.
            if (IsUnfinished(parsed))
            {
                await root.Parse([.. args, "--help"]).InvokeAsync(new InvocationConfiguration { Output = Console.Error });
                return ExitCodes.Usage;
            }
            Print.Problems(Faults(parsed));
            return ExitCodes.Usage;
        }
        // Cleaning up a virtual rack takes seconds: a first Ctrl-C asks, and the wait is long enough for it to be heard.
        TimeSpan? patience = parsed.CommandResult.Command is OwnSignalsCommand ? null : TimeSpan.FromSeconds(60);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = patience };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (ProblemException e)
        {
            Print.Problems(e.Problems);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        catch (IOException e) when (e.HResult == 32 || e.Message.Contains("Broken pipe", StringComparison.Ordinal))
        {
            // The reader of our output went away (`racklight … | head`): not an error worth words.
            return ExitCodes.Done;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Print.Problems([new Problem(e.Message)]);
            return ExitCodes.Outside;
        }
        catch (Exception e)
        {
            Print.Problems([new Problem($"racklight itself failed: {e.Message}") { Hint = "report it with the lines below" }]);
            Console.Error.WriteLine(e);
            return ExitCodes.Outside;
        }
    }

    private static bool IsUnfinished(ParseResult parsed)
        => parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 } && parsed.UnmatchedTokens.Count == 0 && parsed.Errors.Count == 1 && !parsed.CommandResult.Children.Any();

    private static IEnumerable<Problem> Faults(ParseResult parsed)
    {
        var help = HelpOf(parsed);
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var word = parsed.UnmatchedTokens[0];
            var known = parsed.CommandResult.Command.Subcommands.Select(command => command.Name)
                .Concat(parsed.CommandResult.Command.Options.SelectMany(option => option.Aliases.Append(option.Name)));
            var meant = NearestWord.Of(word, known);
            return [new Problem($"unknown {(word.StartsWith('-') ? "option" : "command or argument")} `{word}`{(meant is null ? "" : $", did you mean `{meant}`?")}") { Hint = help }];
        }
        return parsed.Errors.Select(error => new Problem(OneLine(error.Message)) { Hint = help });
    }

    private static string OneLine(string message)
        => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.').Replace("Required command was not provided", "which verb?", StringComparison.Ordinal);

    private static string HelpOf(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is System.CommandLine.Parsing.CommandResult command; result = command.Parent) names.Insert(0, command.Command.Name);
        return string.Join(' ', names) + " --help";
    }
}
