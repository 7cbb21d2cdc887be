using System.CommandLine;
using System.Globalization;
using Racklight.App.CommandLine;
using Racklight.Nodes.Api;
using Spectre.Console;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node assign|release|assignments</c>: what machines boot by hand.</summary>
internal static class AssignCommand
{
    /// <summary><c>node assign</c>.</summary>
    public static Command Assign(ServerClient client)
    {
        var words = new Argument<string[]>("NODE… WHAT") { Description = "Machines (name, MAC, UUID or serial number), then what they boot: an image's channel, a menu entry, menu or local", Arity = ArgumentArity.OneOrMore };
        var group = Group("All nodes of a group, in place of machines");
        var once = new Option<bool>("--once") { Description = "For the next boot only: used up when that boot's initramfs or installer reports, or has all its files" };
        var always = new Option<bool>("--always") { Description = "For every boot until it is released (if not given)" };
        var output = CommonOptions.Output();
        var command = client.On(new Command("assign", "Let machines boot something else than the site says") { words, group, once, always, output }).WithExamples(
            "racklight node assign r1n2 kvm@canary",
            "racklight node assign r1n2 debian-13 --once              # installs, then boots by the site again",
            "racklight node assign 52:54:00:a7:31:0c rescue --once    # also a machine that no file names",
            "racklight node assign --group compute kvm@canary");
        command.Validators.Add(result =>
        {
            if (result.GetValue(once) && result.GetValue(always)) result.AddError("--once goes without --always");
            var count = result.GetValue(words)?.Length ?? 0;
            if (result.GetValue(group) is null && count == 1) result.AddError("name the machines and then what they boot: racklight node assign NODE WHAT");
            else if (result.GetValue(group) is not null && count > 1) result.AddError("--group goes without machines: racklight node assign --group GROUP WHAT");
        });
        command.SetAction(async (parsed, token) =>
        {
            var all = parsed.GetValue(words)!;
            var order = new ApiAssignmentOrder(parsed.GetValue(group) is null ? all[..^1] : null, parsed.GetValue(group), all[^1], parsed.GetValue(once));
            var made = await client.PostAsync(parsed, "/api/assignments", order, AssignmentJson.Default.ApiAssignmentOrder, AssignmentJson.Default.IReadOnlyListApiAssignment, token);
            Print.Result(parsed.GetValue(output), made, AssignmentJson.Default.IReadOnlyListApiAssignment, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary><c>node release</c>.</summary>
    public static Command Release(ServerClient client)
    {
        var nodes = new Argument<string[]>("NODE") { Description = "Machines: name, MAC, UUID or serial number", Arity = ArgumentArity.ZeroOrMore };
        var group = Group("All nodes of a group");
        var output = CommonOptions.Output();
        var command = client.On(new Command("release", "End what machines were assigned: they boot by the site again") { nodes, group, output })
            .WithExamples("racklight node release r1n2", "racklight node release --group compute");
        command.Validators.Add(result =>
        {
            if ((result.GetValue(nodes) is { Length: > 0 }) == (result.GetValue(group) is not null)) result.AddError("name machines, or one group with --group");
        });
        command.SetAction(async (parsed, token) =>
        {
            var order = new ApiReleaseOrder(parsed.GetValue(group) is null ? parsed.GetValue(nodes) : null, parsed.GetValue(group));
            var answer = await client.PostAsync(parsed, "/api/assignments/release", order, AssignmentJson.Default.ApiReleaseOrder, AssignmentJson.Default.ApiReleased, token);
            Print.Result(parsed.GetValue(output), answer, AssignmentJson.Default.ApiReleased, static released =>
            {
                var table = Print.Table("released");
                foreach (var node in released.Released) table.AddRow(new Text(node));
                return table;
            });
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary><c>node assignments</c>.</summary>
    public static Command List(ServerClient client)
    {
        var output = CommonOptions.Output();
        var command = client.On(new Command("assignments", "List what machines were assigned by hand") { output }).WithExamples("racklight node assignments", "racklight node assignments -o json");
        command.SetAction(async (parsed, token) =>
        {
            Print.Result(parsed.GetValue(output), await client.GetAsync(parsed, "/api/assignments", AssignmentJson.Default.IReadOnlyListApiAssignment, token), AssignmentJson.Default.IReadOnlyListApiAssignment, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static Option<string?> Group(string description) => new("--group") { Description = description, HelpName = "GROUP" };

    private static Table Table(IReadOnlyList<ApiAssignment> assignments)
    {
        var table = Print.Table("node", "boots", "for", "since", "by");
        foreach (var one in assignments)
        {
            var boots = one.Once ? one.Boot is { } boot ? string.Create(CultureInfo.InvariantCulture, $"one boot (handed out to boot {boot})") : "one boot" : "every boot";
            table.AddRow(new Text(one.Node), new Text(one.What), new Text(boots), new Text(one.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)), new Text(one.Who));
        }
        return table;
    }
}
