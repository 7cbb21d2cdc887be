namespace Racklight.NetBoot.Dhcp;

/// <summary>The boot part of a reply.</summary>
/// <param name="NextServer"><c>siaddr</c>: the TFTP server, and where UEFI firmware sends its question to port 4011.</param>
internal sealed record BootAnswer(IPv4 NextServer)
{
    /// <summary>A name for TFTP, or an URL; null for clients that have names of their own.</summary>
    public string? File { get; init; }

    /// <summary>Option 60; null where echoing it would send UEFI firmware to port 4011 for nothing.</summary>
    public string? VendorClass { get; init; }

    /// <summary>Option 43.</summary>
    public ReadOnlyMemory<byte> VendorOptions { get; init; }

    /// <summary>Option 175.</summary>
    public ReadOnlyMemory<byte> IpxeOptions { get; init; }
}
