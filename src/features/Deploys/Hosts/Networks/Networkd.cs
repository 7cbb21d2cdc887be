using System.Text;

namespace Racklight.Deploys.Hosts.Networks;

/// <summary>A host's network as systemd-networkd reads it (systemd.netdev(5), systemd.network(5)).</summary>
internal static class Networkd
{
    private const string Directory = "etc/systemd/network/";

    /// <summary>The files, each with its text.</summary>
    public static IReadOnlyList<(string Path, string Body)> Files(HostPlan host)
    {
        var files = new List<(string, string)>();
        foreach (var bond in host.Bonds)
        {
            files.Add(($"{Directory}10-{bond.Name}.netdev", $"""

                [NetDev]
                Name={bond.Name}
                Kind=bond
                {(bond.Mtu is null ? "" : $"MTUBytes={bond.Mtu}\n")}
                [Bond]
                Mode={bond.Mode}
                MIIMonitorSec=100ms
                UpDelaySec=200ms
                DownDelaySec=200ms
                {(bond.Mode == "802.3ad" ? "LACPTransmitRate=fast\n" : "")}{(bond.Mode == "active-backup" ? "" : "TransmitHashPolicy=layer3+4\n")}
                """));
            foreach (var card in bond.Cards) files.Add(($"{Directory}20-{card}.network", $"\n[Match]\nName={card}\n{Link(bond.Mtu)}\n[Network]\nBond={bond.Name}\n{(card == bond.Cards[0] && bond.Mode == "active-backup" ? "PrimarySlave=yes\n" : "")}"));
        }
        foreach (var link in host.Links) files.Add(($"{Directory}30-{link}.network", Interface(link, host.Networks.Where(network => network.Link == link), host.Networks.FirstOrDefault(network => network.Interface == link))));
        foreach (var network in host.Networks.Where(static network => network.Vlan is not null))
        {
            files.Add(($"{Directory}40-{network.Port}.netdev", $"\n[NetDev]\nName={network.Port}\nKind=vlan\n{(network.Mtu is null ? "" : $"MTUBytes={network.Mtu}\n")}\n[VLAN]\nId={network.Vlan}\n"));
            files.Add(($"{Directory}41-{network.Port}.network", network.Bridge is null ? Interface(network.Port, [], network) : $"\n[Match]\nName={network.Port}\n{Link(network.Mtu)}\n[Network]\nBridge={network.Bridge}\n"));
        }
        foreach (var network in host.Networks.Where(static network => network.Bridge is not null))
        {
            files.Add(($"{Directory}50-{network.Bridge}.netdev", $"\n[NetDev]\nName={network.Bridge}\nKind=bridge\n{(network.Mtu is null ? "" : $"MTUBytes={network.Mtu}\n")}\n[Bridge]\nSTP=no\nForwardDelaySec=0\n"));
            files.Add(($"{Directory}51-{network.Bridge}.network", Interface(network.Bridge!, [], network)));
        }
        return files;
    }

    /// <summary>An interface with the VLANs on it, its bridge when it is untagged in one, and its address.</summary>
    private static string Interface(string name, IEnumerable<HostNetwork> carried, HostNetwork? own)
    {
        var text = new StringBuilder($"\n[Match]\nName={name}\n\n[Network]\n");
        foreach (var network in carried)
        {
            if (network.Vlan is not null) text.Append($"VLAN={network.Port}\n");
            else if (network.Bridge is not null) text.Append($"Bridge={network.Bridge}\n");
        }
        if (own?.Address is { } address) text.Append($"Address={address}\n");
        if (own?.Gateway is { } gateway) text.Append($"Gateway={gateway}\n");
        foreach (var server in own?.Dns ?? []) text.Append($"DNS={server}\n");
        // Without an address of its own it is up for others: networkd would wait for one for ever.
        if (own?.Address is null) text.Append("LinkLocalAddressing=no\nConfigureWithoutCarrier=yes\n");
        return text.ToString();
    }

    private static string Link(string? mtu) => mtu is null ? "" : $"\n[Link]\nMTUBytes={mtu}\n";
}
