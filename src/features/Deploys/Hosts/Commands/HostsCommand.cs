using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Hosts.Files;
using Racklight.Deploys.Hosts.Networks;
using Racklight.Deploys.Pipelines.Generating;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Deploys.Hosts.Commands;

/// <summary><c>racklight deploy hosts</c>: from the site's nodes to what a deployment tool, or each host's network, reads.</summary>
internal static class HostsCommand
{
    private const int LargestFile = 4 << 20;

    public static Command Create()
    {
        var target = new Option<string>("--for") { Description = "What to write: osa (openstack_user_config.yml), kolla (the inventory), or network (each host's network files)", HelpName = "osa|kolla|network", Required = true };
        target.AcceptOnlyFromAmong("osa", "kolla", "network");
        var site = new Option<string>("--site") { Description = "The site's directory (default: RACKLIGHT_SITE, else the current one)", HelpName = "DIR", DefaultValueFactory = static _ => Environment.GetEnvironmentVariable("RACKLIGHT_SITE") is { Length: > 0 } named ? named : "." };
        var directory = new Option<string>("--out") { Description = "Where to write; what is there is kept but for what must change (default: the current directory)", HelpName = "DIR", DefaultValueFactory = static _ => "." };
        var style = new Option<string>("--style") { Description = "With network: ifupdown, netplan (default) or networkd", HelpName = "ifupdown|netplan|networkd", DefaultValueFactory = static _ => "netplan" };
        style.AcceptOnlyFromAmong("ifupdown", "netplan", "networkd");
        var sample = new Option<string?>("--sample") { Description = "With kolla, when there is no inventory yet: the release's own multinode to begin from", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "With network: overwrite files that were changed by hand; each is kept as FILE.orig" };
        var command = new Command("hosts", "Write a deployment tool's inventory, or each host's network files, from the site's nodes") { target, site, directory, style, sample, force }
            .WithExamples(
                "racklight deploy hosts --for osa --out openstack_deploy",
                "racklight deploy hosts --for kolla --out kolla --sample /usr/share/kolla-ansible/ansible/inventory/multinode",
                "racklight deploy hosts --for network --style ifupdown --out hosts   # hosts/NODE/etc/network/interfaces.d/racklight");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = (await SiteReader.ReadAsync(parsed.GetValue(site)!, cancellationToken)).Require();
            var hosts = HostPlan.Of(read);
            var into = Path.GetFullPath(parsed.GetValue(directory)!);
            var said = parsed.GetValue(target) switch
            {
                "osa" => Merged(into, "openstack_user_config.yml", text => YamlTreeMerge.Merge(text.Length > 0 ? text : "---\n", "openstack_user_config.yml", OsaUserConfig.Of(read, hosts))),
                "kolla" => Merged(into, "multinode", text => KollaInventory.Merge(text.Length > 0 || parsed.GetValue(sample) is null ? text : File.ReadAllText(parsed.GetValue(sample)!), hosts)),
                _ => NetworkFiles(into, hosts, parsed.GetValue(style)!, parsed.GetValue(force)),
            };
            foreach (var line in said) Console.Out.WriteLine(line);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Merges into a file, and writes it only when something changed.</summary>
    internal static IReadOnlyList<string> Merged(string directory, string name, Func<string, (string Text, IReadOnlyList<string> Changes)> merge)
    {
        var path = Path.Combine(directory, name);
        var before = File.Exists(path) ? System.Text.Encoding.UTF8.GetString(BoundedFile.Read(directory, name, LargestFile)) : "";
        var (text, changes) = merge(before);
        if (text == before) return [$"{name}: as it was"];
        Directory.CreateDirectory(directory);
        var temporary = path + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, path, overwrite: true);
        return before.Length == 0 ? [$"{name}: written"] : [.. changes.Select(change => $"{name}: {change}")];
    }

    /// <summary>Writes each host's files below a directory of its name.</summary>
    internal static IReadOnlyList<string> NetworkFiles(string directory, IReadOnlyList<HostPlan> hosts, string style, bool force)
    {
        var files = hosts.SelectMany(host => (style switch { "ifupdown" => Ifupdown.Files(host), "networkd" => Networkd.Files(host), _ => Netplan.Files(host) })
            .Select(file => (Path: $"{host.Name}/{file.Path}", Text: MadeFile.Text("`racklight deploy hosts --for network` from the site", file.Body)))).ToList();
        var objections = force ? [] : files.Select(file => MadeFile.Objection(directory, file.Path, file.Text)).OfType<Problem>().ToList();
        if (objections.Count > 0) throw new ProblemException(objections, ExitCodes.NotSo);
        var said = new List<string>();
        foreach (var (path, text) in files)
        {
            var outcome = MadeFile.Write(directory, path, text);
            // netplan warns of files that others may read: they can hold keys of wireless networks.
            if (style == "netplan") File.SetUnixFileMode(Path.Combine(directory, path), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            said.Add($"{path}: {(outcome == MadeOutcome.Unchanged ? "as it was" : outcome == MadeOutcome.Renewed ? "made anew" : outcome == MadeOutcome.Overwritten ? "overwritten, the old one is beside it" : "written")}");
        }
        return said;
    }
}
