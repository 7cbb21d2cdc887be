namespace Racklight.NetBoot.Dhcp;

/// <summary>How UEFI PXE clients are led to their loader (BIOS clients are always told to use the file name they got).</summary>
public enum PxeStyle
{
    /// <summary>No option 43: the client asks the boot server on port 4011. What all firmware can do.</summary>
    Binl,

    /// <summary>Option 43 {6: 08}: the client takes the file name from the offer and does not ask port 4011.</summary>
    Bypass,

    /// <summary>The client may do either: option 43 {6: 08} in the offer, and port 4011 for firmware that asks there all the same. Port 4011 is always answered, so this equals <see cref="Bypass"/> on the wire.</summary>
    Both,
}
