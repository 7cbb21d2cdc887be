using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Nodes.Adding;

namespace Racklight.Nodes.Commands;

/// <summary><c>racklight node add</c>: writes nodes/NAME.yaml.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("NAME") { Description = "What the node is to be called: lower-case letters, digits and hyphens; it becomes its host name" };
        Option<string?>[] values =
        [
            new("--group") { Description = "The group that it belongs to", HelpName = "GROUP" },
            new("--mac") { Description = "The MAC address of the card that it boots from", HelpName = "MAC" },
            new("--uuid") { Description = "Its SMBIOS UUID", HelpName = "UUID" },
            new("--serial") { Description = "Its serial number", HelpName = "SERIAL" },
            new("--address") { Description = "The address that it always gets (where dhcp is full)", HelpName = "IP" },
            new("--boots") { Description = "What it boots: an image's channel, a menu entry, menu or local (default: its group's word)", HelpName = "WHAT" },
        ];
        var site = new SiteOption();
        var command = new Command("add", "Add a node to the site: write nodes/NAME.yaml, checked before it is kept") { name };
        foreach (var value in values) command.Options.Add(value);
        site.On(command).WithExamples(
            "racklight node add r1n2 --mac 52:54:00:20:00:02 --group compute",
            "racklight node add r1n9 --serial 7XKQ2M3 --boots kvm@canary --dry-run");
        command.SetAction(async (parsed, token) =>
        {
            var given = values.Where(value => parsed.GetValue(value) is { Length: > 0 })
                .Select(value => new DraftValue(value.Name[2..], Normal(value.Name, parsed.GetValue(value)!), default) { Option = value.Name });
            var draft = new NodeDraft(parsed.GetValue(name)!, default, [.. given]);
            return site.Add(parsed, await site.ReadAsync(parsed, token), new DraftSource(null, [], [draft], []));
        });
        return command;
    }

    private static string Normal(string option, string text) => option == "--mac" && MacAddress.TryParse(text, out var mac) ? mac.ToString() : text;
}
