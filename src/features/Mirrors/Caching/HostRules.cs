using System.Net;

namespace Racklight.Mirrors.Caching;

/// <summary>How a host is allowed.</summary>
internal enum HostRule
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By a pattern: only while its address is a public one.</summary>
    Pattern,

    /// <summary>By its name: whatever its address is.</summary>
    Name,
}

/// <summary>Reads the list of hosts.</summary>
internal static class HostRules
{
    /// <summary>How an address is allowed. A port is the scheme's own, or stands in the list.</summary>
    public static HostRule Of(IReadOnlyList<string> hosts, string host, int port)
    {
        var rule = HostRule.None;
        foreach (var entry in hosts)
        {
            var colon = entry.LastIndexOf(':');
            var (name, at) = colon > 0 && int.TryParse(entry.AsSpan(colon + 1), out var number) ? (entry[..colon], number) : (entry, 0);
            if (at == 0 ? port is not (80 or 443) : port != at) continue;
            if (name.Equals(host, StringComparison.OrdinalIgnoreCase)) return HostRule.Name;
            if (name.StartsWith("*.", StringComparison.Ordinal) && host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)) rule = HostRule.Pattern;
        }
        return rule;
    }

    /// <summary>True for an address of the public internet (IANA's special-purpose registries, RFC 6890): a pattern must not become a way into the server's own network.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        if (b.Length == 4)
        {
            return b[0] is not (0 or 10 or 127 or >= 224) && (b[0], b[1]) is not ((169, 254) or (192, 168) or (100, >= 64 and <= 127) or (172, >= 16 and <= 31) or (198, 18 or 19))
                && (b[0], b[1], b[2]) is not ((192, 0, 0 or 2) or (198, 51, 100) or (203, 0, 113) or (192, 88, 99));
        }
        // Global unicast is 2000::/3; Teredo, 6to4 and documentation in it carry or stand for other addresses.
        return (b[0] & 0xE0) == 0x20 && (b[0], b[1]) is not (0x20, 0x02) && (b[0], b[1], b[2], b[3]) is not ((0x20, 0x01, 0, 0) or (0x20, 0x01, 0x0D, 0xB8));
    }
}
