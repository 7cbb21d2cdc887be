using System.Text;

namespace Racklight.Deploys.Hosts.Networks;

/// <summary>A host's network as Debian's ifupdown reads it (interfaces(5), with ifenslave, vlan and bridge-utils).</summary>
internal static class Ifupdown
{
    /// <summary>The files, each with its text.</summary>
    public static IReadOnlyList<(string Path, string Body)> Files(HostPlan host) => [("etc/network/interfaces.d/racklight", Text(host))];

    private static string Text(HostPlan host)
    {
        var text = new StringBuilder();
        foreach (var bond in host.Bonds)
        {
            foreach (var card in bond.Cards) Section(text, card, "manual", $"bond-master {bond.Name}", card == bond.Cards[0] && bond.Mode == "active-backup" ? $"bond-primary {card}" : null, Mtu(bond.Mtu));
            Section(text, bond.Name, "manual", "bond-slaves none", $"bond-mode {bond.Mode}", "bond-miimon 100", "bond-downdelay 200", "bond-updelay 200",
                bond.Mode == "802.3ad" ? "bond-lacp-rate fast" : null, bond.Mode == "active-backup" ? null : "bond-xmit-hash-policy layer3+4", Mtu(bond.Mtu));
        }
        foreach (var card in host.Links.Where(link => host.Bonds.All(bond => bond.Name != link) && host.Networks.All(network => network.Interface != link))) Section(text, card, "manual");
        foreach (var network in host.Networks)
        {
            if (network.Vlan is not null && network.Bridge is not null) Section(text, network.Port, "manual", $"vlan-raw-device {network.Link}", Mtu(network.Mtu));
            if (network.Bridge is null && network.Vlan is null && host.Bonds.Any(bond => bond.Name == network.Link))
            {
                // The bond is written above; ifupdown adds the address of a second section of the same name.
                if (network.Address is not null) Section(text, network.Link, "static", Address(network));
                continue;
            }
            Section(text, network.Interface, network.Address is null ? "manual" : "static",
                [.. network.Bridge is null ? [network.Vlan is null ? null : $"vlan-raw-device {network.Link}"] : new string?[] { "bridge_stp off", "bridge_waitport 0", "bridge_fd 0", $"bridge_ports {network.Port}" }, .. Address(network), Mtu(network.Mtu)]);
        }
        return text.ToString();
    }

    private static string?[] Address(HostNetwork network) => network.Address is null ? [] :
        [$"address {network.Address}", network.Gateway is { } gateway ? $"gateway {gateway}" : null, network.Dns.Count > 0 ? "dns-nameservers " + string.Join(' ', network.Dns) : null];

    private static string? Mtu(string? mtu) => mtu is null ? null : $"mtu {mtu}";

    private static void Section(StringBuilder text, string name, string method, params ReadOnlySpan<string?> options)
    {
        text.Append($"\nauto {name}\niface {name} inet {method}\n");
        foreach (var option in options)
        {
            if (option is not null) text.Append($"    {option}\n");
        }
    }
}
