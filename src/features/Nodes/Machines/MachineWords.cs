using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Racklight.Nodes.Machines;

/// <summary>Reads what a board and its loader tell of the machine: free text in hexadecimal, and lists of cards. All of it is hostile until read here.</summary>
internal static class MachineWords
{
    private const int MostCards = 4;

    // What makers forget to replace says nothing.
    private static readonly string[] Nothing = ["to be filled by o.e.m.", "default string", "not specified", "system manufacturer", "system product name", "not applicable", "unknown", "none", "empty", "0123456789"];

    /// <summary>The text behind hexadecimal digits: at most 64 printable characters; null when it says nothing.</summary>
    public static string? Told(string hex)
    {
        hex = hex.Replace(":", "", StringComparison.Ordinal);
        if (hex.Length is 0 or > 256 || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit)) return null;
        var text = new string([.. Encoding.Latin1.GetString(Convert.FromHexString(hex)).Select(static c => c is >= ' ' and < (char)127 ? c : ' ')]).Trim();
        if (text.Length > 64) text = text[..64].TrimEnd();
        return text.Length == 0 || Nothing.Contains(text.ToLowerInvariant()) ? null : text;
    }

    /// <summary>The cards: MACs with colons, separated by blanks, behind the one that booted the kind of card.</summary>
    /// <param name="booted">The card that booted.</param>
    /// <param name="kind">Its bus, vendor and device (<c>018086100e</c>), or nothing.</param>
    /// <param name="all">All that the loader sees: MACs with hyphens, separated by dots.</param>
    public static string? Cards(MacAddress booted, string kind, string all)
    {
        if (kind.Length == 0 && all.Length == 0) return null;
        var words = new List<string> { PciOf(kind) is { } pci ? $"{booted}={pci}" : booted.ToString() };
        foreach (var text in all.Split('.', MostCards + 1).Take(MostCards))
        {
            if (MacAddress.TryParse(text, out var mac) && mac != booted && mac.Bits != 0 && !mac.IsMulticast && !words.Contains(mac.ToString())) words.Add(mac.ToString());
        }
        return string.Join(' ', words);
    }

    // Type 1 is PCI; then vendor and device in network order (iPXE's dhcp_netdev_desc, DHCP option 175.177).
    private static string? PciOf(string kind)
    {
        kind = kind.Replace(":", "", StringComparison.Ordinal);
        if (kind.Length != 10 || !kind.All(char.IsAsciiHexDigit) || !kind.StartsWith("01", StringComparison.Ordinal)) return null;
        var bytes = Convert.FromHexString(kind);
        return string.Create(CultureInfo.InvariantCulture, $"{BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(1)):x4}:{BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(3)):x4}");
    }
}
