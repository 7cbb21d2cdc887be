using System.Net;

namespace Racklight.NetBoot.Dhcp;

/// <summary>Where clients find what they boot.</summary>
public sealed record BootOptions
{
    /// <summary>The TFTP server and base of URLs; null: our address on the wire that the client is on.</summary>
    public IPv4? NextServer { get; init; }

    /// <summary>The first script's URL for iPXE, from the server's address. Plain ASCII, at most 510 characters.</summary>
    public required Func<IPAddress, string> ScriptUrl { get; init; }

    /// <summary>A loader's URL for UEFI HTTP boot, from the server's address and the loader's name. Plain ASCII, at most 510 characters.</summary>
    public required Func<IPAddress, string, string> LoaderUrl { get; init; }
}
