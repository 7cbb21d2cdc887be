using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Labs.Commands;

/// <summary><c>racklight lab ssh</c>: a login on a machine, from the lab's wire.</summary>
internal static class SshCommand
{
    public static Command Create()
    {
        var machine = LabArguments.Machine();
        var address = new Option<string?>("--address") { Description = "The machine's address; default: the one that it was last seen to use." };
        var user = new Option<string>("--user", "-l") { Description = "The user to log in as.", DefaultValueFactory = static _ => "root" };
        var identity = new Option<string?>("--identity", "-i") { Description = "The private key's file." };
        var words = new Argument<string[]>("COMMAND") { Description = "A command to run there, after --; default: a shell.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("ssh", "Log in to a machine of a lab.") { machine, address, user, identity, words }.WithExamples("racklight lab ssh n1 -i ~/.ssh/id_ed25519");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (lab, found) = LabRegistry.FindMachine(parse.GetValue(machine)!);
            var at = parse.GetValue(address) ?? (await RackNetwork.AddressOfAsync(lab.Name, found.Mac, cancellationToken))?.ToString()
                ?? throw new ProblemException($"{found.Name} ({found.Mac}) was not seen to use an address", $"racklight lab console {lab.Name}/{found.Name}, or --address", ExitCodes.NotSo);
            // The machine's host keys persist on its own disk: a machine that is new each time is no reason to distrust the lab's private wire.
            string[] ssh = ["ssh", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-l", parse.GetValue(user)!];
            string[] key = parse.GetValue(identity) is { } file ? ["-i", file] : [];
            return NamespaceExec.Become(lab.Namespace, [.. ssh, .. key, at, .. parse.GetValue(words)!]);
        });
        return command;
    }
}
