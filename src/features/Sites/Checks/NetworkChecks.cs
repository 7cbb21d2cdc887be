namespace Racklight.Sites.Checks;

/// <summary>Subnets, ranges and what DHCP tells: each network by itself, then each against the others.</summary>
internal sealed class NetworkChecks : ISiteCheck
{
    private const int LargestRange = 1 << 20;

    public IEnumerable<Problem> Check(SiteDraft site)
    {
        var seen = new List<(string Name, Ipv4Network Network)>();
        foreach (var (name, config) in site.Networks)
        {
            foreach (var problem in LeaseOf(site, name, config)) yield return problem;
            if (!Ipv4Network.TryParse(config.Cidr, out var network, out var address))
            {
                yield return site.Site.At(["networks", name, "cidr"], $"`{config.Cidr}` is not an IPv4 subnet", "an address and a prefix length such as 10.20.0.0/24");
                continue;
            }
            if (address != network.First)
            {
                yield return site.Site.At(["networks", name, "cidr"], $"`{config.Cidr}` is an address within a subnet, not a subnet", network.ToString());
            }
            if (network.Prefix is < 8 or > 30)
            {
                yield return site.Site.At(["networks", name, "cidr"], $"a /{network.Prefix} is no network that machines boot on", "a prefix length from 8 to 30");
            }
            foreach (var other in seen.Where(other => other.Network.Contains(network.First) || network.Contains(other.Network.First)))
            {
                yield return site.Site.At(["networks", name, "cidr"], $"{network} overlaps {other.Network} of the network `{other.Name}`", "give every network addresses of its own");
            }
            seen.Add((name, network));
            foreach (var problem in RangeOf(site, name, config, network)) yield return problem;
            foreach (var problem in ToldAddresses(site, name, config, network)) yield return problem;
        }
    }

    private static IEnumerable<Problem> RangeOf(SiteDraft site, string name, NetworkConfig config, Ipv4Network network)
    {
        if (config.Range is null)
        {
            if (config.Dhcp == "full") yield return site.Site.AtKey(["networks", name], $"the network `{name}` gives addresses (dhcp: full) but has no `range`", $"range: {Suggested(network)}");
            yield break;
        }
        if (!Ipv4Range.TryParse(config.Range, out var range))
        {
            yield return site.Site.At(["networks", name, "range"], $"`{config.Range}` is not a range of IPv4 addresses", $"first and last address such as {Suggested(network)}");
        }
        else if (range.Last < range.First)
        {
            yield return site.Site.At(["networks", name, "range"], "the range ends before it begins", $"{Ipv4Network.ToAddress(range.Last)}-{Ipv4Network.ToAddress(range.First)}");
        }
        else if (!network.IsHost(range.First) || !network.IsHost(range.Last))
        {
            yield return site.Site.At(["networks", name, "range"], $"the range `{config.Range}` is not within the machines' addresses of {network}", $"addresses from {Ipv4Network.ToAddress(network.First + 1)} to {Ipv4Network.ToAddress(network.Last - 1)}");
        }
        else if (range.Count > LargestRange)
        {
            yield return site.Site.At(["networks", name, "range"], $"the range holds {range.Count:N0} addresses; at most {LargestRange:N0} are possible");
        }
        else if (Ipv4Network.TryAddress(config.Gateway, out var gateway) && range.Contains(gateway))
        {
            yield return site.Site.At(["networks", name, "range"], $"the range holds the gateway {config.Gateway}, which would be given to a machine", "leave it out of the range");
        }
    }

    private static IEnumerable<Problem> ToldAddresses(SiteDraft site, string name, NetworkConfig config, Ipv4Network network)
    {
        if (config.Gateway is { } text)
        {
            if (!Ipv4Network.TryAddress(text, out var gateway)) yield return site.Site.At(["networks", name, "gateway"], $"`{text}` is not an IPv4 address", "four numbers such as 10.20.0.1");
            else if (!network.IsHost(gateway)) yield return site.Site.At(["networks", name, "gateway"], $"the gateway {text} is not within {network}: no machine there could reach it", $"an address such as {Ipv4Network.ToAddress(network.First + 1)}");
        }
        foreach (var server in config.Dns.Distinct(StringComparer.Ordinal))
        {
            if (!Ipv4Network.TryAddress(server, out _)) yield return site.Site.AtItem(["networks", name, "dns"], server, 0, $"`{server}` is not an IPv4 address", "four numbers such as 10.20.0.1");
        }
    }

    private static IEnumerable<Problem> LeaseOf(SiteDraft site, string name, NetworkConfig config)
    {
        if (!LeaseTime.TryParse(config.Lease, out var time)) yield return site.Site.At(["networks", name, "lease"], $"`{config.Lease}` is not a length of time", "a whole number and s, m, h, d or w: 45m, 12h, 2d");
        else if (time < LeaseTime.Shortest || time > LeaseTime.Longest) yield return site.Site.At(["networks", name, "lease"], $"a lease of {config.Lease} is too {(time < LeaseTime.Shortest ? "short" : "long")}", "from 2m to 365d");
    }

    private static string Suggested(Ipv4Network network)
    {
        var size = network.Last - network.First;
        return $"{Ipv4Network.ToAddress(network.First + Math.Max(2, size / 2))}-{Ipv4Network.ToAddress(network.Last - 1)}";
    }
}
