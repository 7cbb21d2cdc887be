namespace Racklight.NetBoot.Dhcp;

/// <summary>The UDP ports. Firmware knows the standard ones only; others are for tests and for servers without privileges.</summary>
/// <param name="Server">Where requests come in, and where relays are answered.</param>
/// <param name="BootServer">PXE's boot server port.</param>
public sealed record DhcpPorts(ushort Server = 67, ushort BootServer = 4011)
{
    /// <summary>Where clients listen: the port behind the server's.</summary>
    public ushort Client => (ushort)(Server + 1);
}
