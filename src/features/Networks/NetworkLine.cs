using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.NetBoot.Dhcp;
using Racklight.Sites;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Networks;

/// <summary>A network of the site beside this machine's links, as <c>network list</c> prints it.</summary>
internal sealed record NetworkLine(string Network, string Cidr, string Dhcp, long Addresses, string Pxe, IReadOnlyList<string> Interfaces)
{
    /// <summary>The site's networks, with the interfaces that have an address in them.</summary>
    public static IReadOnlyList<NetworkLine> Of(Site site, IReadOnlyList<LocalLink> links)
        => [.. NetworkPlan.Of(site, DhcpMode.Site, despiteOther: false).Select(network => new NetworkLine(
            network.Name, network.Subnet.ToString(), network.Mode.ToString().ToLowerInvariant(), network.Size, network.Pxe.ToString().ToLowerInvariant(),
            [.. links.Where(link => link.Addresses.Any(entry => network.Subnet.Contains(entry.Address))).Select(link => link.Name)]))];

    public static IRenderable Table(IReadOnlyList<NetworkLine> lines)
    {
        var table = Print.Table("network", "cidr", "dhcp", "addresses", "uefi pxe", "interfaces here");
        foreach (var line in lines)
        {
            table.AddRow(new Text(line.Network), new Text(line.Cidr), new Text(line.Dhcp), new Text(line.Addresses == 0 ? "-" : $"{line.Addresses:N0}"), new Text(line.Pxe),
                new Text(line.Interfaces.Count == 0 ? "none (by relay only)" : string.Join(", ", line.Interfaces)));
        }
        return table;
    }
}
