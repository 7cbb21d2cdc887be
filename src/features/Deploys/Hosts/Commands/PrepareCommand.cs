using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Hosts.Preparing;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Deploys.Hosts.Commands;

/// <summary><c>racklight deploy prepare</c>: packages, kernel modules and the deployment host's key on every host, by Ansible.</summary>
internal static class PrepareCommand
{
    public static Command Create()
    {
        var site = new Option<string?>("--site") { Description = "The site whose nodes with roles are prepared (default: RACKLIGHT_SITE, else the current directory)", HelpName = "DIR" };
        var inventory = new Option<string?>("--inventory", "-i") { Description = "An Ansible inventory instead of a site", HelpName = "FILE" };
        var tool = new Option<string>("--tool") { Description = "Whose packages: osa or kolla (default)", HelpName = "osa|kolla", DefaultValueFactory = static _ => "kolla" };
        tool.AcceptOnlyFromAmong("osa", "kolla");
        var packages = new Option<string[]>("--package") { Description = "Only these packages instead of the tool's usual ones (repeatable; `none` for none)", HelpName = "NAME" };
        var modules = new Option<string[]>("--module") { Description = "Only these kernel modules instead of the usual ones (repeatable)", HelpName = "NAME" };
        var key = new Option<string?>("--key") { Description = "The deployment host's public key (default: the first of ~/.ssh/id_*.pub)", HelpName = "FILE" };
        var check = new Option<bool>("--check") { Description = "Tell what would change, and change nothing" };
        var limit = new Option<string?>("--limit") { Description = "Only these hosts", HelpName = "HOSTS" };
        var command = new Command("prepare", "Prepare the hosts: packages, kernel modules, the deployment host's key; may be run again at any time") { site, inventory, tool, packages, modules, key, check, limit }
            .WithExamples(
                "racklight deploy prepare --check                     # what would change",
                "racklight deploy prepare --tool osa --key /root/.ssh/id_ed25519.pub",
                "racklight deploy prepare -i multinode --limit compute");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var preparation = new Preparation
            {
                Packages = parsed.GetValue(packages) is { Length: > 0 } given ? [.. given.Where(static name => name != "none")] : Preparation.UsualPackages(parsed.GetValue(tool)!),
                Modules = parsed.GetValue(modules) is { Length: > 0 } named ? named : Preparation.UsualModules,
                PublicKey = PublicKey(parsed.GetValue(key)),
                Check = parsed.GetValue(check),
                Limit = parsed.GetValue(limit),
            };
            if (parsed.GetValue(inventory) is { } file)
            {
                preparation = preparation with { Inventory = File.Exists(file) ? Path.GetFullPath(file) : throw new ProblemException($"there is no inventory {file}", "-i FILE") };
            }
            else
            {
                var at = parsed.GetValue(site) ?? (Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } set ? set : ".");
                var read = (await SiteReader.ReadAsync(at, cancellationToken)).Require();
                preparation = preparation with { Hosts = [.. HostPlan.Of(read).Select(static host => (host.Name, host.Management))] };
            }
            return await HostPreparation.RunAsync(preparation, Console.Out.WriteLine, cancellationToken) ? ExitCodes.Done : ExitCodes.Outside;
        });
        return command;
    }

    private static string PublicKey(string? file)
    {
        var home = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } set ? set : "/root";
        file ??= Directory.Exists(Path.Combine(home, ".ssh")) ? Directory.EnumerateFiles(Path.Combine(home, ".ssh"), "id_*.pub").Order(StringComparer.Ordinal).FirstOrDefault() : null;
        if (file is null) throw new ProblemException("this host has no ssh key to give to the others", "ssh-keygen -t ed25519, or --key FILE");
        string text;
        try
        {
            text = System.Text.Encoding.UTF8.GetString(BoundedFile.Read("/", Path.GetFullPath(file), 16 << 10)).Trim();
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem($"this key cannot be read: {e.Message}") { File = file, Hint = "--key FILE" }, inner: e);
        }
        if (text.Contains("PRIVATE KEY", StringComparison.Ordinal)) throw new ProblemException(new Problem("this is the private key; it stays here") { File = file, Hint = $"--key {file}.pub" });
        if (text.Contains('\n') || !(text.StartsWith("ssh-", StringComparison.Ordinal) || text.StartsWith("ecdsa-", StringComparison.Ordinal) || text.StartsWith("sk-", StringComparison.Ordinal))) throw new ProblemException(new Problem("this is no line of an OpenSSH public key") { File = file, Hint = "ssh-ed25519 AAAA… name" });
        return text;
    }
}
