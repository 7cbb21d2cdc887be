namespace Racklight.NetBoot.Dhcp;

/// <summary>Knows which bootloader file suits which firmware. Asked for every boot packet: answers come from memory.</summary>
public interface IBootFileSource
{
    /// <summary>
    /// The loader's name below the TFTP root (and below <c>/loader/</c> by HTTP), such as <c>snponly.efi</c>; null when no set has one for that client.
    /// Printable ASCII, at most 127 characters.
    /// </summary>
    /// <param name="architecture">What the client says it is.</param>
    /// <param name="overHttp">It will be fetched by the firmware's HTTP client instead of TFTP.</param>
    string? Find(ClientArchitecture architecture, bool overHttp);
}
