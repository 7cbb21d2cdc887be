using System.Globalization;
using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.Sites;

namespace Racklight.Networks;

/// <summary>The site's networks as the DHCP server takes them.</summary>
internal static class NetworkPlan
{
    /// <summary>Reads the networks of a checked site, with what the command line says on top.</summary>
    /// <exception cref="ProblemException">A value that the site's checks would refuse, or <c>--dhcp full</c> for a network without range.</exception>
    public static IReadOnlyList<DhcpNetwork> Of(Site site, DhcpMode mode, bool despiteOther)
        => [.. site.File.Networks.Select(entry => Of(entry.Key, entry.Value, mode, despiteOther))];

    private static DhcpNetwork Of(string name, NetworkConfig config, DhcpMode mode, bool despiteOther)
    {
        if (!IPv4Subnet.TryParse(config.Cidr, out var subnet)) throw Wrong(name, $"cidr `{config.Cidr}` is not an IPv4 subnet", "10.20.0.0/24");
        var chosen = mode switch
        {
            DhcpMode.Proxy => NetworkMode.Proxy,
            DhcpMode.Full => NetworkMode.Full,
            DhcpMode.Off => NetworkMode.Off,
            _ => ModeOf(name, config.Dhcp),
        };
        var (first, last) = chosen == NetworkMode.Full ? RangeOf(name, config, subnet) : default;
        return new DhcpNetwork(name, subnet)
        {
            Mode = chosen,
            Pxe = config.Pxe switch { "bypass" => PxeStyle.Bypass, "both" => PxeStyle.Both, _ => PxeStyle.Binl },
            First = first,
            Last = last,
            Gateway = IPv4.TryParse(config.Gateway, out var gateway) ? gateway : null,
            DomainServers = [.. config.Dns.Select(text => IPv4.TryParse(text, out var server) ? server : throw Wrong(name, $"dns `{text}` is not an IPv4 address", "dns: [10.20.0.1]"))],
            Domain = config.Domain,
            LeaseTime = Duration(name, config.Lease),
            Authoritative = !despiteOther,
        };
    }

    private static NetworkMode ModeOf(string name, string word) => word switch
    {
        "proxy" => NetworkMode.Proxy,
        "full" => NetworkMode.Full,
        "off" => NetworkMode.Off,
        _ => throw Wrong(name, $"dhcp `{word}` is none of proxy, full, off", "dhcp: proxy"),
    };

    private static (IPv4 First, IPv4 Last) RangeOf(string name, NetworkConfig config, IPv4Subnet subnet)
    {
        if (config.Range is null) throw Wrong(name, "full DHCP gives addresses, and the network has no range", $"range: {new IPv4(subnet.Network.Bits + 100)}-{new IPv4(subnet.Network.Bits + 199)} in site.yaml");
        var ends = config.Range.Split('-', 2, StringSplitOptions.TrimEntries);
        if (ends.Length != 2 || !IPv4.TryParse(ends[0], out var first) || !IPv4.TryParse(ends[1], out var last) || last.CompareTo(first) < 0 || !subnet.IsHost(first) || !subnet.IsHost(last)
            || (long)last.Bits - first.Bits >= DhcpNetwork.LargestRange)
        {
            throw Wrong(name, $"range `{config.Range}` is not a range of {subnet}", "first and last address with a hyphen between");
        }
        return (first, last);
    }

    private static TimeSpan Duration(string name, string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 } : 0;
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromSeconds(count * unit)
            : throw Wrong(name, $"lease `{text}` is not a time", "lease: 12h");
    }

    private static ProblemException Wrong(string network, string message, string hint)
        => new(new Problem($"network {network}: {message}") { File = "site.yaml", Hint = hint });
}
