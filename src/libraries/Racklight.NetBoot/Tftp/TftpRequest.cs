using System.Buffers.Text;
using System.Text;

namespace Racklight.NetBoot.Tftp;

/// <summary>A read or write request (RFC 1350 §5 with RFC 2347 options), as it was asked.</summary>
internal readonly record struct TftpRequest
{
    /// <summary>A longer request than this is refused: RFC 2347 limits requests to 512 bytes, some clients go a little over.</summary>
    public const int LargestPacket = 1024;

    private const int LargestName = 512;
    private const int MostOptions = 16;

    public bool IsWrite { get; init; }

    /// <summary>The name as it came (Latin-1), before <see cref="TftpName.TryClean"/>.</summary>
    public string RawName { get; init; }

    /// <summary>The option's value, or 0 when it was not asked for or makes no sense.</summary>
    public int BlockSize { get; init; }

    /// <inheritdoc cref="BlockSize"/>
    public int WindowSize { get; init; }

    /// <inheritdoc cref="BlockSize"/>
    public int Timeout { get; init; }

    /// <summary><c>tsize</c> was asked for.</summary>
    public bool AsksSize { get; init; }

    /// <summary>Reads a request. netascii counts as octet: boot files are never text, and GRUB of some ages asks so. False for anything malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out TftpRequest request)
    {
        request = default;
        if (packet.Length > LargestPacket || !TftpPacket.TryReadOpcode(packet, out var opcode)) return false;
        if (opcode is not (TftpOpcode.Read or TftpOpcode.Write)) return false;
        var rest = packet[2..];
        if (!TryTake(ref rest, out var name) || name.Length is 0 or > LargestName) return false;
        if (!TryTake(ref rest, out var mode) || !IsKnownMode(mode)) return false;
        request = new TftpRequest { IsWrite = opcode == TftpOpcode.Write, RawName = Encoding.Latin1.GetString(name) };
        for (var i = 0; i < MostOptions && TryTake(ref rest, out var option) && TryTake(ref rest, out var value); i++)
        {
            request = request.With(option, value);
        }
        return true;
    }

    // The first of two equal options counts (RFC 2347: an option may be asked for once).
    private TftpRequest With(ReadOnlySpan<byte> option, ReadOnlySpan<byte> value)
    {
        var known = Utf8Parser.TryParse(value, out int number, out var read) && read == value.Length && number >= 0;
        if (Ascii.EqualsIgnoreCase(option, "tsize"u8)) return this with { AsksSize = true };
        if (!known) return this;
        if (BlockSize == 0 && Ascii.EqualsIgnoreCase(option, "blksize"u8)) return this with { BlockSize = number };
        if (WindowSize == 0 && Ascii.EqualsIgnoreCase(option, "windowsize"u8)) return this with { WindowSize = number };
        if (Timeout == 0 && Ascii.EqualsIgnoreCase(option, "timeout"u8)) return this with { Timeout = number };
        return this;
    }

    private static bool IsKnownMode(ReadOnlySpan<byte> mode)
        => Ascii.EqualsIgnoreCase(mode, "octet"u8) || Ascii.EqualsIgnoreCase(mode, "netascii"u8) || Ascii.EqualsIgnoreCase(mode, "binary"u8);

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        var end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            field = default;
            return false;
        }
        field = rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }
}
