using System.Net;

namespace Racklight.Nodes;

/// <summary>What a DHCP or TFTP server saw of a machine.</summary>
/// <param name="Step">One of <see cref="State.BootSteps"/>: dhcp or loader.</param>
/// <param name="Message">One line for the timeline.</param>
public sealed record Sighting(string Step, string Message)
{
    /// <summary>The machine's MAC, if this protocol tells it (TFTP does not).</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The machine's IP address, if it has one.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>SMBIOS UUID (DHCP option 97), if told.</summary>
    public string? Uuid { get; init; }

    /// <summary>How it boots, if told: <c>bios</c>, <c>uefi x64</c>, <c>uefi-http arm64</c>.</summary>
    public string? Firmware { get; init; }

    /// <summary>True for the first packet of a power-on (a PXE DISCOVER by firmware): opens a new boot.</summary>
    public bool Begins { get; init; }

    /// <summary>How loud it is.</summary>
    public State.EventLevel Level { get; init; }

    /// <summary>Vendor class and the like, for the list of machines seen.</summary>
    public string? Description { get; init; }
}

/// <summary>What the Nodes room offers the others. Calls are cheap and never block on the store.</summary>
public interface INodes
{
    /// <summary>Puts what a boot protocol saw on the machine's timeline.</summary>
    void Saw(Sighting sighting);

    /// <summary>The address that a reservation in the site gives to this machine, or null.</summary>
    IPAddress? Reservation(MacAddress mac, string? uuid);

    /// <summary>False for a machine that boots from its own disk: the network then stays silent (never a NAK).</summary>
    bool BootsFromNetwork(MacAddress mac, string? uuid);
}
