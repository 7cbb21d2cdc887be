namespace Racklight.NetBoot.Dhcp;

/// <summary>Why a datagram is not a DHCP message.</summary>
public enum PacketFault
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>Shorter than the fixed header and the magic cookie (240 octets).</summary>
    TooShort,

    /// <summary>Longer than <see cref="DhcpMessage.MaximumLength"/>.</summary>
    TooLong,

    /// <summary>Neither a BOOTREQUEST nor a BOOTREPLY.</summary>
    BadOperation,

    /// <summary>A hardware address of more than 16 octets.</summary>
    BadHardwareLength,

    /// <summary>No magic cookie (RFC 2131 §3).</summary>
    NoCookie,

    /// <summary>An option's length reaches beyond its field.</summary>
    OptionOverrun,

    /// <summary>Option 53 is missing (BOOTP) or unknown.</summary>
    BadMessageType,

    /// <summary>Neither a hardware address nor a client identifier.</summary>
    NoClient,
}
