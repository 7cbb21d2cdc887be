namespace Racklight.Networks.Export;

/// <summary>What one kind of client is answered. Equal rows are one row in another server's configuration.</summary>
/// <param name="Word">Names the row in tags and classes: <c>ipxe</c>, <c>bios</c>, <c>efi-x64-http</c>.</param>
/// <param name="File">The loader's name for TFTP, or an URL.</param>
/// <param name="VendorClass">Option 60; null: not sent.</param>
/// <param name="VendorOptions">Option 43 in hexadecimal; empty: not sent.</param>
/// <param name="IpxeOptions">Option 175 in hexadecimal; empty: not sent.</param>
internal sealed record BootRow(string Word, string File, string? VendorClass, string VendorOptions, string IpxeOptions)
{
    /// <summary>The codes of option 93 that it answers; empty for iPXE, which is told by options 175 and 77.</summary>
    public IReadOnlyList<ushort> Codes { get; init; } = [];

    /// <summary>True for clients that are iPXE already.</summary>
    public bool IsIpxe => Codes.Count == 0;

    /// <summary>True for firmware that fetches by HTTP itself.</summary>
    public bool IsHttp => Word.EndsWith("-http", StringComparison.Ordinal);

    /// <summary>True when only the codes differ.</summary>
    public bool SaysTheSameAs(BootRow other) => (Word, File, VendorClass, VendorOptions, IpxeOptions) == (other.Word, other.File, other.VendorClass, other.VendorOptions, other.IpxeOptions);

    /// <summary>A sentence that says whom it is for.</summary>
    public string Purpose => IsIpxe ? "iPXE asks again once it runs: it gets the script, never a loader again (no loop)"
        : IsHttp ? $"{Word[..^5]} firmware that boots by HTTP: drops offers without class HTTPClient or without an URL"
        : Word == "bios" ? "BIOS firmware: option 43 says take the file name from here, else old ROMs wait for a menu"
        : VendorClass is null ? $"{Word} firmware: no option 60, which would send it to port 4011 of this server for nothing"
        : VendorOptions.Length > 0 ? $"{Word} firmware: option 43 says take the file name from here, and do not ask port 4011"
        : $"{Word} firmware: without option 43 it asks port 4011 of the next server";
}
