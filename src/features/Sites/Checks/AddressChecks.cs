namespace Racklight.Sites.Checks;

/// <summary>The addresses that nodes always get.</summary>
internal sealed class AddressChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        var seen = new Dictionary<uint, string>();
        var networks = site.Networks
            .Select(static entry => (entry.Key, Config: entry.Value, Known: Ipv4Network.TryParse(entry.Value.Cidr, out var network, out _), Network: network))
            .ToList();
        // With a subnet unknown, an address outside all the others may well be right.
        var allKnown = networks.TrueForAll(static entry => entry.Known) && site.Site.Value is not null
            && networks.Count == ((site.Site.Document.Root as Yaml.YamlMapping)?.Find("networks")?.Value as Yaml.YamlMapping)?.Entries.Count;
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            if (node.Address is not { } text) continue;
            if (!Ipv4Network.TryAddress(text, out var address))
            {
                yield return file.At(["address"], $"`{text}` is not an IPv4 address", text.Contains('/') ? "write the address without its prefix length" : "four numbers such as 10.20.0.12");
                continue;
            }
            if (!seen.TryAdd(address, file.Path)) yield return file.At(["address"], $"{seen[address]} has the same address {text}", "give each node an address of its own");
            if (node is { Mac: null, Uuid: null }) yield return file.At(["address"], "an address is given by mac or uuid, and this node has neither", "add its mac");
            var home = networks.FirstOrDefault(entry => entry.Known && entry.Network.Contains(address));
            if (home.Config is null)
            {
                if (!allKnown) continue;
                var choices = string.Join(", ", networks.Select(static entry => $"{entry.Network} ({entry.Key})"));
                yield return file.At(["address"], $"{text} lies in no network of this site", choices.Length > 0 ? $"an address within {choices}" : "add its network to site.yaml");
            }
            else if (!home.Network.IsHost(address))
            {
                yield return file.At(["address"], $"{text} is the {(address == home.Network.First ? "network's own" : "broadcast")} address of {home.Network}", "an address between its ends");
            }
            else if (home.Config.Gateway == text)
            {
                yield return file.At(["address"], $"{text} is the gateway of the network `{home.Key}`", "give the node an address of its own");
            }
            else if (home.Config.Dhcp != "full")
            {
                yield return file.At(["address"], $"nobody gives this address: the network `{home.Key}` has dhcp: {home.Config.Dhcp}", "reserve it at the DHCP server that gives addresses there, or set dhcp: full", Severity.Warning);
            }
        }
    }
}
