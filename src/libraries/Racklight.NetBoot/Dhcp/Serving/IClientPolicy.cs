namespace Racklight.NetBoot.Dhcp;

/// <summary>What the owner of the network decided about single machines. Asked for every packet: answers come from memory.</summary>
public interface IClientPolicy
{
    /// <summary>The address that this machine, and no other, gets; null for none.</summary>
    IPv4? Reservation(HardwareAddress client, string? uuid);

    /// <summary>True for an address that must not be given from the range: reserved, or used by a machine that does not ask.</summary>
    bool IsTaken(IPv4 address);

    /// <summary>False for a machine that boots from its own disk: it gets no boot options, and from a proxy no answer.</summary>
    bool BootsFromNetwork(HardwareAddress client, string? uuid);
}
