namespace Racklight.NetBoot.Dhcp;

/// <summary>The Raspberry Pi's boot ROM: it claims to be an x86 BIOS (option 93 = 0), so it is told by its address.</summary>
internal static class RaspberryPi
{
    /// <summary>
    /// What it wants to see before it asks by TFTP: a boot menu (sub-option 9: type 0, "Raspberry Pi Boot", 17 octets) and a prompt
    /// (sub-option 10: 0 s, "PXE"). Ends with 255, and has no padding, which old EEPROMs misread.
    /// </summary>
    public static readonly ReadOnlyMemory<byte> VendorOptions = (byte[])
        [6, 1, 3, 10, 4, 0, .. "PXE"u8, 9, 20, 0, 0, 17, .. "Raspberry Pi Boot"u8, 255];

    public static bool Made(HardwareAddress client)
    {
        if (client.Length != 6) return false;
        Span<byte> octets = stackalloc byte[6];
        client.CopyTo(octets);
        return (octets[0] << 16 | octets[1] << 8 | octets[2])
            is 0xb827eb or 0xdca632 or 0xe45f01 or 0x28cdc1 or 0xd83add or 0x2ccf67;
    }
}
