using System.Net;
using System.Net.Sockets;
using Racklight.Deploys.Findings;
using Racklight.Sites;

namespace Racklight.Deploys.Checking.Osa;

/// <summary>The addresses that containers must not get: <c>used_ips</c>, as single ones and as ranges with both ends inside.</summary>
internal sealed class UsedAddresses
{
    private readonly List<(uint First, uint Last)> _ranges = [];
    private readonly HashSet<IPAddress> _others = [];

    /// <summary>Adds an item of the list.</summary>
    /// <returns>What is wrong with it, or null. The tool stops at a range that is none (netaddr.iter_iprange); other words it takes, and they mean nothing.</returns>
    public (string Message, Severity Severity)? Add(string text)
    {
        var ends = text.Split(',');
        if (!IPAddress.TryParse(ends[0].Trim(), out var first) || !IPAddress.TryParse(ends[^1].Trim(), out var last)) return ends.Length > 1 ? ($"`{text}` is no range of addresses", Severity.Error) : ($"`{text}` is neither an address nor a range: it keeps nothing free", Severity.Warning);
        if (first.AddressFamily != last.AddressFamily) return ($"`{text}` is no range of addresses", Severity.Error);
        if (first.AddressFamily != AddressFamily.InterNetwork)
        {
            _others.Add(first);
            return null;
        }
        var (low, high) = (Ipv4Network.ToNumber(first), Ipv4Network.ToNumber(last));
        if (high < low) return ($"the range {text} ends before it begins", Severity.Error);
        _ranges.Add((low, high));
        return ends.Length > 2 ? ($"`{text}` is taken for the range from the first to the last of them", Severity.Warning) : null;
    }

    /// <summary>True for an address that no container gets.</summary>
    public bool Contains(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetwork ? Ipv4Network.ToNumber(address) is var number && _ranges.Exists(range => number >= range.First && number <= range.Last) : _others.Contains(address);

    /// <summary>How many addresses of a network are left for containers; plenty for IPv6.</summary>
    public long Free(IPNetwork network)
    {
        if (network.BaseAddress.AddressFamily != AddressFamily.InterNetwork) return long.MaxValue;
        // Without the network's own and the broadcast address.
        var first = Ipv4Network.ToNumber(network.BaseAddress) + 1L;
        var last = first + (1L << (32 - network.PrefixLength)) - 3;
        long free = 0;
        for (var address = first; address <= last; address++)
        {
            if (!_ranges.Exists(range => address >= range.First && address <= range.Last)) free++;
        }
        return free;
    }
}
