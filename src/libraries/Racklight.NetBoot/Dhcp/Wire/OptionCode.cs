namespace Racklight.NetBoot.Dhcp;

/// <summary>The options (RFC 2132 and later) that this library reads or writes.</summary>
internal static class OptionCode
{
    public const byte Pad = 0;
    public const byte SubnetMask = 1;
    public const byte Router = 3;
    public const byte DomainServer = 6;
    public const byte HostName = 12;
    public const byte DomainName = 15;
    public const byte BroadcastAddress = 28;
    public const byte VendorSpecific = 43;
    public const byte RequestedAddress = 50;
    public const byte LeaseTime = 51;
    public const byte Overload = 52;
    public const byte MessageType = 53;
    public const byte ServerIdentifier = 54;
    public const byte ParameterRequestList = 55;
    public const byte Message = 56;
    public const byte MaximumMessageSize = 57;
    public const byte RenewalTime = 58;
    public const byte RebindingTime = 59;
    public const byte VendorClass = 60;
    public const byte ClientIdentifier = 61;
    public const byte ServerName = 66;
    public const byte BootFile = 67;
    public const byte UserClass = 77;

    /// <summary>RFC 3046.</summary>
    public const byte RelayInformation = 82;

    /// <summary>RFC 4578 (list of 16-bit codes, RFC 5970).</summary>
    public const byte ClientArchitecture = 93;

    /// <summary>RFC 4578.</summary>
    public const byte NetworkInterface = 94;

    /// <summary>RFC 4578.</summary>
    public const byte MachineIdentifier = 97;

    /// <summary>RFC 3011.</summary>
    public const byte SubnetSelection = 118;

    /// <summary>iPXE (registered for Etherboot).</summary>
    public const byte Ipxe = 175;

    public const byte End = 255;
}

/// <summary>Sub-options of relay agent information.</summary>
internal static class RelayCode
{
    /// <summary>RFC 3527.</summary>
    public const byte LinkSelection = 5;

    /// <summary>RFC 5107.</summary>
    public const byte ServerIdentifierOverride = 11;
}
