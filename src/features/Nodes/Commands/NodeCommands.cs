using System.CommandLine;
using System.Globalization;
using Racklight.Answers;
using Racklight.App.CommandLine;
using Racklight.Nodes.Api;
using Spectre.Console;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node</c> and its verbs.</summary>
internal static class NodeCommands
{
    public static Command Create(ISiteSecrets secrets)
    {
        var client = new ServerClient();
        return new Command("node", "Machines: what they boot and how they stand")
        {
            List(client),
            Show(client),
            Boots(client),
            AddCommand.Create(),
            ImportCommand.Create(),
            AdoptCommand.Create(client),
            AssignCommand.Assign(client),
            AssignCommand.Release(client),
            AssignCommand.List(client),
            TryCommand.Create(client),
            AnswersCommand.Create(secrets),
        };
    }

    private static Command List(ServerClient client)
    {
        var output = CommonOptions.Output();
        var command = client.On(new Command("list", "List nodes") { output }).WithExamples("racklight node list", "racklight node list -o json --server http://10.20.0.1:8081");
        command.SetAction(async (parsed, token) =>
        {
            var nodes = await client.GetAsync(parsed, "/api/nodes", ApiJson.Default.IReadOnlyListApiNode, token);
            Print.Result(parsed.GetValue(output), nodes, ApiJson.Default.IReadOnlyListApiNode, list =>
            {
                var table = Print.Table("name", "state", "mac", "address", "boots", "why", "image", "last event");
                foreach (var node in list) table.AddRow(new Text(node.Name), StateText(node.State), new Text(node.Mac ?? ""), new Text(node.Address ?? ""), new Text(node.Boots), new Text(node.Why, node.By is "assignment" or "try" ? new Style(Color.Yellow) : Style.Plain), new Text(Short(node.Image)), new Text(node.Message ?? ""));
                return table;
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Show(ServerClient client)
    {
        var name = new Argument<string>("NODE") { Description = "Its name in the site, its MAC, UUID or serial number" };
        var output = CommonOptions.Output();
        var command = client.On(new Command("show", "Show a node and the timeline of its newest boot") { name, output }).WithExamples("racklight node show r1n2");
        command.SetAction(async (parsed, token) =>
        {
            var node = await client.GetAsync(parsed, "/api/nodes/" + Uri.EscapeDataString(parsed.GetValue(name)!), ApiJson.Default.ApiNode, token);
            var events = node.Boot is { } boot ? await client.GetAsync(parsed, string.Create(CultureInfo.InvariantCulture, $"/api/boots/{boot}/events"), ApiJson.Default.IReadOnlyListApiEvent, token) : [];
            Print.Result(parsed.GetValue(output), new ApiNodeDetail(node, events), ApiJson.Default.ApiNodeDetail, detail => Detail(detail.Node, detail.Events));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Boots(ServerClient client)
    {
        var name = new Argument<string>("NODE") { Description = "Its name in the site, its MAC, UUID or serial number" };
        var output = CommonOptions.Output();
        var command = client.On(new Command("boots", "List a node's boots, newest first") { name, output }).WithExamples("racklight node boots r1n2", "racklight node boots r1n2 -o json");
        command.SetAction(async (parsed, token) =>
        {
            var boots = await client.GetAsync(parsed, $"/api/nodes/{Uri.EscapeDataString(parsed.GetValue(name)!)}/boots", ApiJson.Default.IReadOnlyListApiBoot, token);
            Print.Result(parsed.GetValue(output), boots, ApiJson.Default.IReadOnlyListApiBoot, list =>
            {
                var table = Print.Table("boot", "state", "started", "took", "address", "firmware", "image");
                foreach (var boot in list)
                {
                    table.AddRow(new Text(boot.Id.ToString(CultureInfo.InvariantCulture)), StateText(boot.State), new Text(Moment(boot.Started)), new Text(boot.Ended is { } end ? Amount.Seconds(end - boot.Started) : ""), new Text(boot.Address ?? ""), new Text(boot.Firmware ?? ""), new Text(Short(boot.Image)));
                }
                return table;
            });
            return ExitCodes.Done;
        });
        return command;
    }

    private static Rows Detail(ApiNode node, IReadOnlyList<ApiEvent> events)
    {
        var facts = new Grid().AddColumn().AddColumn();
        foreach (var (label, value) in Facts(node))
        {
            if (value is not null) facts.AddRow(new Text(label, new Style(Color.Grey)), new Text(value));
        }
        facts.AddRow(new Text("state", new Style(Color.Grey)), StateText(node.State));
        var timeline = Print.Table("after", "step", "event");
        foreach (var e in events)
        {
            var style = e.Level switch { "error" => new Style(Color.Red), "warning" => new Style(Color.Yellow), _ => Style.Plain };
            timeline.AddRow(new Text(Amount.Seconds(e.At - events[0].At)), new Text(e.Step), new Text(e.Message, style));
        }
        return new Rows(facts, Text.Empty, timeline);
    }

    private static IEnumerable<(string Label, string? Value)> Facts(ApiNode node)
    {
        var machine = node.Machine;
        return
        [
            ("node", node.Name), ("group", node.Group), ("mac", node.Mac), ("address", node.Address), ("firmware", node.Firmware),
            ("machine", string.Join(' ', new[] { machine?.Vendor, machine?.Product }.OfType<string>()) is { Length: > 0 } words ? words : null), ("serial", machine?.Serial), ("uuid", machine?.Uuid),
            ("cards", machine is null ? null : string.Join(", ", machine.Cards.Select(static card => card.Kind is null ? card.Mac : $"{card.Mac} ({card.Kind})"))),
            ("seen", machine is null ? null : $"{machine.Count} times, {Moment(machine.First)} to {Moment(machine.Last)}"),
            ("boots", $"{node.Boots} ({node.Why})"), ("then", node.Otherwise), ("image", node.Image),
            ("adopt", node.Named || node.Mac is null ? null : $"racklight node adopt {node.Mac} --name NAME"),
        ];
    }

    private static Text StateText(string state) => new(state, state switch
    {
        "live" => new Style(Color.Green),
        "failed" => new Style(Color.Red),
        "silent" => new Style(Color.Yellow),
        "booting" => new Style(Color.Blue),
        _ => new Style(Color.Grey),
    });

    private static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Short(string? digest) => digest is { Length: >= 12 } ? digest[..12] : digest ?? "";
}
