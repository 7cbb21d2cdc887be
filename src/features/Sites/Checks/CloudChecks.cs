using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>The cloud on a site's nodes: its networks, and each host's links and addresses in them.</summary>
internal sealed class CloudChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site) => Cloud(site).Concat(Links(site)).Concat(Addresses(site));

    private static IEnumerable<Problem> Cloud(SiteDraft site)
    {
        if (site.Site.Value?.Cloud is not { } cloud) yield break;
        foreach (var (key, network) in new[] { ("management", cloud.Management), ("tunnel", cloud.Tunnel), ("storage", cloud.Storage) })
        {
            if (network is null) continue;
            if (!site.Networks.TryGetValue(network, out var config)) yield return site.Site.At(["cloud", key], $"there is no network `{network}`{Meant(network, site.Networks.Keys)}", "one of " + string.Join(", ", site.Networks.Keys));
            else if (config.Link is null) yield return site.Site.At(["cloud", key], $"the network `{network}` names no `link`: hosts would not be set up for it", $"networks: {{ {network}: {{ link: bond0 }} }}");
        }
        if (Ipv4Network.TryAddress(cloud.InternalVip, out var vip) && site.Networks.TryGetValue(cloud.Management, out var management) && Ipv4Network.TryParse(management.Cidr, out var subnet, out _) && !subnet.IsHost(vip))
        {
            yield return site.Site.At(["cloud", "internal-vip"], $"{cloud.InternalVip} is not within {subnet} of the network `{cloud.Management}`", "a free address of the management network");
        }
    }

    private static IEnumerable<Problem> Links(SiteDraft site)
    {
        var bridges = new Dictionary<string, string>(StringComparer.Ordinal);
        var tags = new Dictionary<(string, string), string>();
        foreach (var (name, network) in site.Networks)
        {
            if (network.Link is null && (network.Vlan ?? network.Bridge) is not null) yield return site.Site.At(["networks", name], $"the network `{name}` has a VLAN or a bridge, and no `link` that carries it", "link: bond0");
            if (network.Bridge is { } bridge && !bridges.TryAdd(bridge, name)) yield return site.Site.At(["networks", name, "bridge"], $"the bridge {bridge} belongs to the network `{bridges[bridge]}` already", "a bridge of its own");
            if (network is { Link: { } link } && !tags.TryAdd((link, network.Vlan ?? ""), name)) yield return site.Site.At(["networks", name, network.Vlan is null ? "link" : "vlan"], $"the network `{tags[(link, network.Vlan ?? "")]}` is {(network.Vlan is null ? "untagged" : "VLAN " + network.Vlan)} on {link} already", "a VLAN of its own");
            if (network is { Link: { } carrier, Vlan: { } vlan } && carrier.Length + vlan.Length + 1 > 15) yield return site.Site.At(["networks", name, "link"], $"{carrier}.{vlan} is longer than the 15 characters that an interface's name may have", "a shorter name of the bond");
        }
        var links = site.Networks.Values.Select(static network => network.Link).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            foreach (var (bond, config) in node.Bonds ?? new Dictionary<string, BondConfig>())
            {
                if (config.Cards.Count == 0) yield return file.At(["bonds", bond, "cards"], $"the bond {bond} has no card", "cards: [eth0, eth2]");
                else if (!links.Contains(bond) && !(site.Site.Value?.Cloud?.Bridges?.Values.Contains(bond) ?? false)) yield return file.AtKey(["bonds", bond], $"no network has the link {bond}{Meant(bond, links)}", "networks: { NAME: { link: … } }", Severity.Warning);
            }
        }
    }

    private static IEnumerable<Problem> Addresses(SiteDraft site)
    {
        var seen = new Dictionary<uint, string>();
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            foreach (var (network, text) in node.Addresses ?? new Dictionary<string, string>())
            {
                if (!site.Networks.TryGetValue(network, out var config)) yield return file.AtKey(["addresses", network], $"there is no network `{network}`{Meant(network, site.Networks.Keys)}", "one of " + string.Join(", ", site.Networks.Keys));
                else if (!Ipv4Network.TryAddress(text, out var address)) yield return file.At(["addresses", network], $"`{text}` is not an IPv4 address", "four numbers such as 172.29.244.16");
                else if (Ipv4Network.TryParse(config.Cidr, out var subnet, out _) && !subnet.IsHost(address)) yield return file.At(["addresses", network], $"{text} is not within {subnet} of the network `{network}`", "an address of that network");
                else if (config.Gateway == text || site.Site.Value?.Cloud?.InternalVip == text) yield return file.At(["addresses", network], $"{text} is {(config.Gateway == text ? "the gateway" : "the load balancer's address")}", "an address of its own");
                else if (!seen.TryAdd(address, file.Path)) yield return file.At(["addresses", network], $"{seen[address]} has the same address {text}", "an address of its own for each node");
            }
        }
    }

    private static string Meant(string word, IEnumerable<string> known) => NearestWord.Of(word, known) is { } near ? $", did you mean `{near}`?" : "";
}
