namespace Racklight.NetBoot.Dhcp;

/// <summary>DHCP message types (RFC 2132 §9.6).</summary>
public enum MessageType : byte
{
    /// <summary>No option 53: BOOTP, which is not served.</summary>
    None = 0,

    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, verifies or renews a lease.</summary>
    Request = 3,

    /// <summary>A client found the address in use.</summary>
    Decline = 4,

    /// <summary>A server grants.</summary>
    Ack = 5,

    /// <summary>A server refuses.</summary>
    Nak = 6,

    /// <summary>A client gives its address back.</summary>
    Release = 7,

    /// <summary>A client with an address of its own asks for options.</summary>
    Inform = 8,
}
