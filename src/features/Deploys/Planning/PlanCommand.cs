using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Releases;
using Racklight.Yaml;

namespace Racklight.Deploys.Planning;

/// <summary><c>racklight deploy plan --to RELEASE</c>.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var to = new Option<string>("--to") { Description = "The release that the cloud shall run", HelpName = "RELEASE", Required = true };
        var from = new Option<string?>("--from") { Description = "The release that it runs (default: told from the virtual environments in --venvs)", HelpName = "RELEASE" };
        var tool = new Option<string>("--for") { Description = "The deployment tool: kolla (if not given) or osa", HelpName = "kolla|osa", DefaultValueFactory = static _ => "kolla" };
        tool.AcceptOnlyFromAmong("kolla", "osa");
        var cautious = new Option<bool>("--cautious") { Description = "Every release in turn, also where one may be skipped" };
        var host = new Option<string?>("--host") { Description = "The hosts' system, as ubuntu-22.04: the plan says where it must be upgraded", HelpName = "SYSTEM" };
        var config = new Option<string?>("--config") { Description = "The configuration directory (default: /etc/kolla, /etc/openstack_deploy); its settings answer checks", HelpName = "DIR" };
        var inventory = new Option<string?>("--inventory", "-i") { Description = "The inventory (default: multinode in the configuration directory)", HelpName = "FILE" };
        var venvs = new Option<string>("--venvs") { Description = "Where each release has its virtual environment", HelpName = "DIR", DefaultValueFactory = static _ => "/opt/kolla-ansible" };
        var backups = new Option<string>("--backups") { Description = "Where the configuration is kept before each hop", HelpName = "DIR", DefaultValueFactory = static _ => "/var/backups/racklight" };
        var ids = new Option<string[]>("--vault-id") { Description = "Handed on to the commands that read secrets", HelpName = "LABEL@SOURCE" };
        var passwords = new Option<string[]>("--vault-password-file") { Description = "Handed on to the commands that read secrets", HelpName = "FILE" };
        var output = CommonOptions.Output();
        var command = new Command("plan", "Plan an upgrade: the legal hops, and for each the checks, the changes and the commands") { to, from, tool, cautious, host, config, inventory, venvs, backups, ids, passwords, output }
            .WithExamples(
                "racklight deploy plan --from 2024.1 --to 2026.1 --host ubuntu-22.04",
                "racklight deploy plan --from queens --to 2026.1 --cautious",
                "racklight deploy plan --from 2025.1 --to 2026.1 -o json > plan.json");
        command.SetAction(parsed =>
        {
            var kolla = parsed.GetValue(tool) == "kolla";
            var target = Known("--to", parsed.GetValue(to)!);
            var source = parsed.GetValue(from) is { } name ? Known("--from", name) : Installed(parsed.GetValue(venvs)!, target);
            if (parsed.GetValue(host) is { } system && !HostSystems.All.Contains(system))
            {
                throw new ProblemException($"--host {system} is not known{(NearestWord.Of(system, HostSystems.All) is { } near ? $", did you mean `{near}`?" : "")}", "one of " + string.Join(", ", HostSystems.All));
            }
            var directory = parsed.GetValue(config) ?? (kolla ? "/etc/kolla" : "/etc/openstack_deploy");
            var settings = kolla ? CloudSettings.Read(directory) : null;
            if (settings is null && kolla && parsed.GetValue(config) is not null) throw new ProblemException($"{directory} has no globals.yml", "name the directory of kolla-ansible's configuration");
            var options = new PlanOptions
            {
                Config = Path.GetFullPath(directory),
                Inventory = Path.GetFullPath(parsed.GetValue(inventory) ?? Path.Combine(directory, kolla ? "multinode" : "openstack_inventory.json")),
                Venvs = Path.GetFullPath(parsed.GetValue(venvs)!),
                Backups = Path.GetFullPath(parsed.GetValue(backups)!),
                Host = parsed.GetValue(host),
                Settings = settings,
                VaultArguments = [.. (parsed.GetValue(ids) ?? []).SelectMany(static id => new[] { "--vault-id", id }), .. (parsed.GetValue(passwords) ?? []).SelectMany(static file => new[] { "--vault-password-file", Path.GetFullPath(file) })],
            };
            var plan = kolla ? Planner.Kolla(source, target, parsed.GetValue(cautious), options) : Planner.Osa(source, target, parsed.GetValue(cautious), options);
            Print.Result(parsed.GetValue(output), plan, PlansJson.Default.DeployPlan, PlanTable.Of);
            return plan.Hops.Any(static hop => hop.Checks.Any(static check => check.Verdict == PlanVerdict.NotMet)) ? ExitCodes.NotSo : ExitCodes.Done;
        });
        return command;
    }

    private static Series Known(string option, string name)
        => Series.Find(name) ?? throw new ProblemException($"{option} {name}: this release is not known{(NearestWord.Of(name, Series.All.Select(static series => series.Name)) is { } near ? $", did you mean `{near}`?" : "")}", "one of " + string.Join(", ", Series.All));

    /// <summary>The newest release before the target that has an environment.</summary>
    private static Series Installed(string venvs, Series target)
        => Series.All.LastOrDefault(series => series.Index < target.Index && File.Exists(Path.Combine(venvs, series.Name, "bin", "kolla-ansible")))
            ?? throw new ProblemException($"nothing says which release runs now: {venvs} has no environment of one", "--from RELEASE");
}
