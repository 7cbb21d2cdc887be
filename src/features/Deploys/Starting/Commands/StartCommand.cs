using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Secrets;

namespace Racklight.Deploys.Starting.Commands;

/// <summary><c>racklight deploy init</c>: the repository that a cloud's configuration should have lived in from the start.</summary>
internal static class StartCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "Where to make the repository: a new or empty directory (default: the current one)", DefaultValueFactory = static _ => "." };
        var from = new Option<string>("--from") { Description = "The deployment tool's configuration: /etc/openstack_deploy or /etc/kolla", HelpName = "DIR", Required = true };
        var server = new Option<string>("--for") { Description = "Whose pipeline: gitlab (default) or github", HelpName = "gitlab|github", DefaultValueFactory = static _ => "gitlab" };
        server.AcceptOnlyFromAmong("gitlab", "github");
        var release = new Option<string?>("--release") { Description = "The OpenStack release, when globals.yml does not tell it", HelpName = "RELEASE" };
        var datacentres = new Option<string[]>("--datacentre") { Description = "The datacentre and the tag of its runner (default: dc1)", HelpName = "NAME=TAG" };
        var owner = new Option<string?>("--owner") { Description = "Who approves changes, for CODEOWNERS; without the @, which the command line reads as a file of arguments", HelpName = "GROUP" };
        var noCommit = new Option<bool>("--no-commit") { Description = "Make the files only" };
        var vault = new VaultOptions();
        var command = new Command("init", "Make a repository of a cloud's configuration, with its secrets encrypted before the first commit") { directory, from, server, release, datacentres, owner, noCommit };
        vault.AddTo(command).WithExamples(
            "racklight deploy init --from /etc/openstack_deploy --release 2025.1 --vault-password-file ~/.vault_pass mycloud",
            "racklight deploy init --from /etc/kolla --datacentre dc1=acme_dc1 --owner cloud --vault-id dc1@~/.vault_pass mycloud");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = Path.GetFullPath(parsed.GetValue(from)!);
            if (!Directory.Exists(source)) throw new ProblemException($"there is no directory {source}", "--from /etc/openstack_deploy or --from /etc/kolla");
            using var keyring = await vault.UnlockAsync(parsed, VaultUse.Encrypt, cancellationToken, source);
            var request = new StartRequest
            {
                From = source,
                Into = Path.GetFullPath(parsed.GetValue(directory)!),
                Server = parsed.GetValue(server)!,
                Release = parsed.GetValue(release),
                Datacentres = parsed.GetValue(datacentres) ?? [],
                Owner = parsed.GetValue(owner) is { Length: > 0 } group ? "@" + group.TrimStart('@') : null,
                Commit = !parsed.GetValue(noCommit),
            };
            foreach (var line in await DeployRepository.MakeAsync(request, keyring, cancellationToken)) Console.Out.WriteLine(line);
            return ExitCodes.Done;
        });
        return command;
    }
}
