using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Findings;
using Racklight.Releases;
using Racklight.Secrets;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Commands;

/// <summary><c>racklight deploy check</c>: everything that can be known of a cloud's configuration without the cloud.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "The repository, or a directory of it (default: the current one)", DefaultValueFactory = static _ => "." };
        var release = new Option<string?>("--release") { Description = "The OpenStack release to check against (default: what globals.yml pins, or what the secrets are most like)", HelpName = "RELEASE" };
        var output = FindingOutput.Option();
        var vault = new VaultOptions();
        var command = new Command("check", "Check a cloud's configuration offline: secrets in plaintext, vaults, empty passwords, unknown variables, inventories, YAML traps") { directory, release, output };
        vault.AddTo(command, encrypts: false).WithExamples(
            "racklight deploy check",
            "racklight deploy check osa-configs --vault-password-file ~/.vault_pass",
            "racklight deploy check --release 2025.1 -o sarif > deploy.sarif   # exit code 1 when an error is found");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var root = Path.GetFullPath(parsed.GetValue(directory)!);
            if (!Directory.Exists(root)) throw new ProblemException($"there is no directory {parsed.GetValue(directory)}", "name the repository with the cloud's configuration");
            Series? series = null;
            if (parsed.GetValue(release) is { } word) series = Series.Find(word) ?? throw new ProblemException($"`{word}` is no known release{(NearestWord.Of(word, Series.All.Select(static one => one.Name)) is { } near ? $", did you mean {near}?" : "")}", string.Join(", ", Series.All));
            using var keyring = vault.Any(parsed, root) ? await vault.UnlockAsync(parsed, VaultUse.ReadIfAny, cancellationToken, root) : null;
            return FindingOutput.Write(parsed.GetValue(output), await new DeployCheck(series, keyring).RunAsync(root, cancellationToken));
        });
        return command;
    }
}
