using System.CommandLine;
using Racklight.App.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Sites.Commands;

/// <summary><c>racklight site show</c>: the site with groups and defaults worked in.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var directory = SiteCommands.Directory();
        var output = CommonOptions.Output();
        var command = new Command("show", "Show a site as it works out: what each node boots, and which file says so") { directory, output }
            .WithExamples(
                "racklight site show",
                "racklight site show examples/hypervisors -o yaml",
                "racklight site show -o json | jq '.nodes[] | {name, boots, \"boots-from\"}'");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var site = (await SiteReader.ReadAsync(parsed.GetValue(directory)!, cancellationToken)).Require();
            Print.Result(parsed.GetValue(output), ShownSite.Of(site), SiteJson.Default.ShownSite, Table);
            return ExitCodes.Done;
        });
        return command;
    }

    private static IRenderable Table(ShownSite site)
    {
        var networks = Print.Table("network", "cidr", "dhcp", "range", "gateway", "lease");
        foreach (var (name, network) in site.Networks) networks.AddRow(Cells(name, network.Cidr, network.Dhcp, network.Range, network.Gateway, network.Dhcp == "full" ? network.Lease : null));
        var nodes = Print.Table("node", "known by", "address", "boots", "because of", "disks");
        foreach (var node in site.Nodes) nodes.AddRow(Cells(node.Name, node.Mac ?? node.Uuid ?? node.Serial, node.Address, node.Boots, node.BootsFrom, string.Join(", ", node.Disks.Select(static disk => $"{disk.Key}={disk.Value.Device}"))));
        nodes.AddRow(Cells("(any other)", null, null, site.Unknown, "site.yaml", null));
        var images = Print.Table("image", "base", "packages", "persists");
        foreach (var (name, image) in site.Images) images.AddRow(Cells(name, image.Base, CheckedSite.Count(image.Packages.Count, "package"), CheckedSite.Count(image.Persist.Count, "path")));
        var menu = Print.Table("menu entry", "title", "boots");
        foreach (var (name, entry) in site.Menu) menu.AddRow(Cells(name, entry.Title, entry.Boots ?? entry.Recipe ?? (entry.Hide == true ? "(hidden)" : null)));
        var head = new Text($"{site.Site}  {site.Root}{(site.Commit is { } commit ? $"  at {commit[..12]}{(commit.EndsWith('+') ? "+ (files differ from the commit)" : "")}" : "")}\n");
        var parts = new List<IRenderable> { head };
        foreach (var table in new[] { networks, nodes, images, menu }.Where(static table => table.Rows.Count > 0))
        {
            parts.Add(table);
            parts.Add(Text.Empty);
        }
        return new Rows(parts);
    }

    private static IRenderable[] Cells(params string?[] texts) => [.. texts.Select(static text => new Text(string.IsNullOrEmpty(text) ? "-" : text))];
}
