using System.CommandLine;
using System.Globalization;
using Racklight.App.CommandLine;
using Racklight.Nodes.Adding;
using Racklight.Nodes.Api;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node adopt</c>: a machine that showed itself becomes a node of the site.</summary>
internal static class AdoptCommand
{
    public static Command Create(ServerClient client)
    {
        var machine = new Argument<string>("MAC") { Description = "Its MAC (its UUID or serial number do as well)" };
        var name = new Option<string?>("--name") { Description = "What the node is to be called (default: node- and the end of its MAC)", HelpName = "NAME" };
        var group = new Option<string?>("--group") { Description = "The group that it belongs to", HelpName = "GROUP" };
        var boots = new Option<string?>("--boots") { Description = "What it boots (default: its group's word)", HelpName = "WHAT" };
        var site = new SiteOption();
        var command = site.On(client.On(new Command("adopt", "Make a discovered machine a node of the site: write nodes/NAME.yaml") { machine, name, group, boots })).WithExamples(
            "racklight node adopt 52:54:00:a7:31:0c --name r1n9 --group compute",
            "racklight node adopt 52:54:00:a7:31:0c --site /srv/site --server http://10.20.0.1:8081");
        command.SetAction(async (parsed, token) =>
        {
            var node = await client.GetAsync(parsed, "/api/nodes/" + Uri.EscapeDataString(parsed.GetValue(machine)!), ApiJson.Default.ApiNode, token);
            if (node.Named) throw new ProblemException($"{parsed.GetValue(machine)} is a node of the served site already: {node.Name}", $"racklight node show {node.Name}", ExitCodes.NotSo);
            if (node.Mac is not { } mac) throw new ProblemException($"the server knows no MAC of {node.Name}", $"racklight node add {node.Name} --mac …", ExitCodes.NotSo);
            var read = await site.ReadAsync(parsed, token);
            var chosen = parsed.GetValue(name) ?? Name(mac);
            var values = new List<DraftValue>();
            foreach (var (key, option, text) in new[] { ("group", "--group", parsed.GetValue(group)), ("mac", "MAC", mac), ("boots", "--boots", parsed.GetValue(boots)) })
            {
                if (text is { Length: > 0 }) values.Add(new DraftValue(key, text, default) { Option = option });
            }
            return site.Add(parsed, read, new DraftSource(null, [], [new NodeDraft(chosen, default, values) { Remarks = Remarks(node) }], []));
        });
        return command;
    }

    /// <summary>What is known of the machine, for whoever reads the file. Its UUID is not written as a key: boards that share one would become one node.</summary>
    private static List<string> Remarks(ApiNode node)
    {
        var machine = node.Machine;
        var remarks = new List<string>();
        foreach (var (label, text) in new[]
        {
            ("machine", string.Join(' ', new[] { machine?.Vendor, machine?.Product }.OfType<string>())), ("serial", machine?.Serial), ("uuid", machine?.Uuid), ("firmware", node.Firmware),
            ("cards", string.Join(", ", machine?.Cards.Select(static card => card.Kind is null ? card.Mac : $"{card.Mac} ({card.Kind})") ?? [])),
            ("first seen", machine?.First.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        })
        {
            if (text is { Length: > 0 }) remarks.Add($"{label}: {text}");
        }
        return remarks;
    }

    private static string Name(string mac) => "node-" + mac.Replace(":", "", StringComparison.Ordinal)[^6..];
}
