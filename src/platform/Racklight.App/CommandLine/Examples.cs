using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Racklight.App.CommandLine;

/// <summary>Puts examples at the end of a command's <c>--help</c>.</summary>
public static class Examples
{
    /// <summary>Adds examples to a verb: one command line each, with an optional <c># why</c> behind it.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, examples);
        command.Options.Add(help);
        return command;
    }

    private sealed class HelpWithExamples(HelpAction inner, string[] examples) : SynchronousCommandLineAction
    {
        // `VERB --help` names no arguments, and is no mistake for that.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = inner.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine("  " + example);
            output.WriteLine();
            return code;
        }
    }
}
