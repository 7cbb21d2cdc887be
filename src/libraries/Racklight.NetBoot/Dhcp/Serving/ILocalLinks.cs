namespace Racklight.NetBoot.Dhcp;

/// <summary>This machine's own interfaces.</summary>
internal interface ILocalLinks
{
    /// <summary>True for an address of this machine.</summary>
    bool IsLocal(IPv4 address);

    /// <summary>The addresses of an interface, by its index.</summary>
    IReadOnlyList<IPv4> AddressesOf(int index);
}
