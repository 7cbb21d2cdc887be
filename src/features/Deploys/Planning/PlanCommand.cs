using System.CommandLine;
using Racklight.App.CommandLine;

namespace Racklight.Deploys.Planning;

/// <summary><c>racklight deploy plan --to RELEASE</c>.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var flags = new PlanFlags("--from", "for kolla, told from the virtual environments in --venvs");
        var ids = new Option<string[]>("--vault-id") { Description = "Handed on to the commands that read secrets", HelpName = "LABEL@SOURCE" };
        var passwords = new Option<string[]>("--vault-password-file") { Description = "Handed on to the commands that read secrets", HelpName = "FILE" };
        var output = CommonOptions.Output();
        var command = flags.AddTo(new Command("plan", "Plan an upgrade: the legal hops, and for each the checks, the changes and the commands"));
        foreach (var option in (Option[])[ids, passwords, output]) command.Options.Add(option);
        command.WithExamples(
            "racklight deploy plan --from 2024.1 --to 2026.1 --host ubuntu-22.04",
            "racklight deploy plan --from queens --to 2026.1 --cautious",
            "racklight deploy plan --for osa --from 2024.1 --to 2026.1 --config /etc/openstack_deploy",
            "racklight deploy plan --from 2025.1 --to 2026.1 -o json > plan.json");
        command.SetAction(parsed =>
        {
            var plan = flags.Make(parsed, [.. (parsed.GetValue(ids) ?? []).SelectMany(static id => new[] { "--vault-id", id }), .. (parsed.GetValue(passwords) ?? []).SelectMany(static file => new[] { "--vault-password-file", Path.GetFullPath(file) })]);
            Print.Result(parsed.GetValue(output), plan, PlansJson.Default.DeployPlan, PlanTable.Of);
            return plan.Hops.Any(static hop => hop.Checks.Any(static check => check.Verdict == PlanVerdict.NotMet)) ? ExitCodes.NotSo : ExitCodes.Done;
        });
        return command;
    }
}
