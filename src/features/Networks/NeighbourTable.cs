using System.Globalization;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks;

/// <summary>
/// The kernel remembers the hardware addresses of at most gc_thresh3 neighbours (default 1,024) over all namespaces. A rack of more machines
/// on one link then loses packets at random ("neighbour table overflow" in the kernel's log), whatever the server does.
/// </summary>
internal static class NeighbourTable
{
    private const string Setting = "/proc/sys/net/ipv4/neigh/default/gc_thresh3";

    /// <summary>The limit, or null where it cannot be read.</summary>
    public static int? Limit => File.Exists(Setting) && int.TryParse(File.ReadAllText(Setting).Trim(), CultureInfo.InvariantCulture, out var limit) ? limit : null;

    /// <summary>A warning when the ranges can fill the table; null otherwise.</summary>
    public static Problem? Check(IReadOnlyList<DhcpNetwork> networks, int? limit)
    {
        var machines = networks.Sum(network => network.Size);
        if (limit is not { } most || machines <= most * 9L / 10) return null;
        var wanted = 1L << (int)Math.Ceiling(Math.Log2(machines * 1.25));
        return new Problem($"the ranges have {machines:N0} addresses, and the kernel remembers {most:N0} neighbours: beyond that, packets to machines get lost")
        {
            Severity = Severity.Warning,
            Hint = $"sysctl -w net.ipv4.neigh.default.gc_thresh3={wanted} net.ipv4.neigh.default.gc_thresh2={wanted / 2}",
        };
    }
}
