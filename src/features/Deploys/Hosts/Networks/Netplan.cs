using System.Text;

namespace Racklight.Deploys.Hosts.Networks;

/// <summary>A host's network as netplan reads it (Ubuntu's default).</summary>
internal static class Netplan
{
    /// <summary>The files, each with its text.</summary>
    public static IReadOnlyList<(string Path, string Body)> Files(HostPlan host) => [("etc/netplan/60-racklight.yaml", Text(host))];

    private static string Text(HostPlan host)
    {
        var text = new StringBuilder("network:\n  version: 2\n");
        var bonds = host.Bonds.Select(static bond => bond.Name).ToHashSet(StringComparer.Ordinal);
        var cards = host.Bonds.SelectMany(static bond => bond.Cards.Select(card => (Card: card, bond.Mtu))).Concat(host.Links.Where(link => !bonds.Contains(link)).Select(static link => (Card: link, Mtu: (string?)null))).DistinctBy(static entry => entry.Card);
        Section(text, "ethernets", cards.Select(entry => (entry.Card, Lines(entry.Mtu, Own(host, entry.Card)))));
        Section(text, "bonds", host.Bonds.Select(bond => (bond.Name, (List<string>)
        [
            $"interfaces: [{string.Join(", ", bond.Cards)}]",
            $"parameters: {{ mode: {bond.Mode}, mii-monitor-interval: 100{(bond.Mode == "802.3ad" ? ", lacp-rate: fast" : "")}{(bond.Mode == "active-backup" ? "" : ", transmit-hash-policy: layer3+4")} }}",
            .. Lines(bond.Mtu, Own(host, bond.Name)),
        ])));
        Section(text, "vlans", host.Networks.Where(static network => network.Vlan is not null).Select(static network => (network.Port, (List<string>)
        [
            $"id: {network.Vlan}",
            $"link: {network.Link}",
            .. Lines(network.Mtu, network.Bridge is null ? network : null),
        ])));
        Section(text, "bridges", host.Networks.Where(static network => network.Bridge is not null).Select(static network => (network.Bridge!, (List<string>)
        [
            $"interfaces: [{network.Port}]",
            "parameters: { stp: false, forward-delay: 0 }",
            .. Lines(network.Mtu, network),
        ])));
        return text.ToString();
    }

    /// <summary>The network whose address stands on the link itself.</summary>
    private static HostNetwork? Own(HostPlan host, string link) => host.Networks.FirstOrDefault(network => network.Interface == link);

    private static List<string> Lines(string? mtu, HostNetwork? network)
    {
        var lines = new List<string>();
        if (mtu is not null) lines.Add($"mtu: {mtu}");
        if (network?.Address is { } address) lines.Add($"addresses: [{address}]");
        if (network?.Gateway is { } gateway) lines.Add($"routes: [{{ to: 0.0.0.0/0, via: {gateway} }}]");
        if (network?.Dns.Count > 0) lines.Add($"nameservers: {{ addresses: [{string.Join(", ", network.Dns)}] }}");
        return lines;
    }

    private static void Section(StringBuilder text, string name, IEnumerable<(string Name, List<string> Lines)> entries)
    {
        var begun = false;
        foreach (var (entry, lines) in entries)
        {
            if (!begun) text.Append($"  {name}:\n");
            begun = true;
            text.Append(lines.Count == 0 ? $"    {entry}: {{}}\n" : $"    {entry}:\n");
            foreach (var line in lines) text.Append($"      {line}\n");
        }
    }
}
