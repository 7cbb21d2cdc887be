using Racklight.NetBoot.Dhcp;

namespace Racklight.Networks.Export;

/// <summary>All that a writer needs.</summary>
/// <param name="Network">The network that the other server serves.</param>
/// <param name="Server">This server's address, as machines reach it.</param>
/// <param name="Table">What is to be answered.</param>
internal sealed record ExportPlan(DhcpNetwork Network, IPv4 Server, BootTable Table)
{
    /// <summary>iPXE from the site's set finds its script by TFTP by itself (<c>autoexec.ipxe</c>), where a server can name one file only.</summary>
    public bool LoadersFindScript { get; init; }

    /// <summary>The first lines of every file: what it is, and where it is from.</summary>
    public IEnumerable<string> About(string what)
    {
        yield return $"{what}: network {Network.Name} ({Network.Subnet}) boots from Racklight at {Server}.";
        yield return "Written by `racklight network export`; each answer is what Racklight's own DHCP would give.";
        yield return $"After it is in place: racklight network probe IFACE, on a machine in {Network.Subnet}.";
        if (Table.Missing.Count > 0) yield return $"The bootloader set has no loader for {string.Join(", ", Table.Missing)}: those machines are told nothing.";
    }
}
