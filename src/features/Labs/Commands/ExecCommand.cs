using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab exec</c>: a command on the lab's wire.</summary>
internal static class ExecCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "The lab." };
        var words = new Argument<string[]>("COMMAND") { Description = "The command and its arguments, after --.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("exec", "Run a command in a lab's network namespace.") { name, words }.WithExamples("racklight lab exec lab -- racklight serve --site . --dhcp full");
        command.SetAction(parse => NamespaceExec.Become(LabRegistry.Find(parse.GetValue(name)).Namespace, parse.GetValue(words)!));
        return command;
    }
}
