using System.Buffers.Binary;
using System.Text;

namespace Racklight.NetBoot.Tftp;

/// <summary>The wire form of the packets that are not requests.</summary>
internal static class TftpPacket
{
    /// <summary>Bytes before a DATA packet's content.</summary>
    public const int DataHeader = 4;

    /// <summary>Room that any ERROR or OACK that this server writes fits in.</summary>
    public const int ControlRoom = 512;

    /// <summary>The operation code; false for anything shorter than two bytes or unknown.</summary>
    public static bool TryReadOpcode(ReadOnlySpan<byte> packet, out TftpOpcode opcode)
    {
        opcode = default;
        if (packet.Length < 2) return false;
        var value = BinaryPrimitives.ReadUInt16BigEndian(packet);
        opcode = (TftpOpcode)value;
        return value is >= 1 and <= 6;
    }

    /// <summary>The second 16-bit word: a block number (ACK) or an error code (ERROR).</summary>
    public static bool TryReadNumber(ReadOnlySpan<byte> packet, out ushort number)
    {
        number = 0;
        if (packet.Length < 4) return false;
        number = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        return true;
    }

    /// <summary>An ERROR's text, at most 128 characters, with nothing that a terminal would act on.</summary>
    public static string ReadErrorText(ReadOnlySpan<byte> packet)
    {
        if (packet.Length <= 4) return "";
        var text = packet[4..];
        var end = text.IndexOf((byte)0);
        if (end >= 0) text = text[..end];
        return string.Create(Math.Min(text.Length, 128), text, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = from[i] is >= 0x20 and < 0x7F ? (char)from[i] : '?';
        });
    }

    /// <summary>Writes a DATA header; block numbers roll over from 65535 to 0.</summary>
    public static void WriteDataHeader(Span<byte> destination, ulong block)
        => BinaryPrimitives.WriteUInt32BigEndian(destination, ((uint)TftpOpcode.Data << 16) | (ushort)block);

    /// <summary>Writes an ERROR; its text is cut to what fits.</summary>
    public static int WriteError(Span<byte> destination, TftpErrorCode code, string text)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)TftpOpcode.Error);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)code);
        var body = destination[4..^1];
        if (text.Length > body.Length) text = text[..body.Length];
        var length = Encoding.ASCII.GetBytes(text, body);
        destination[4 + length] = 0;
        return length + 5;
    }

    /// <summary>Writes an OACK with exactly the options that were agreed on (RFC 2347: never one that was not asked for).</summary>
    public static int WriteOptions(Span<byte> destination, in TftpTerms terms, long length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)TftpOpcode.OptionAcknowledge);
        var at = 2;
        if (terms.Has(TftpOption.BlockSize)) at += WriteOption(destination[at..], "blksize"u8, terms.BlockSize);
        if (terms.Has(TftpOption.WindowSize)) at += WriteOption(destination[at..], "windowsize"u8, terms.WindowSize);
        if (terms.Has(TftpOption.Timeout)) at += WriteOption(destination[at..], "timeout"u8, terms.TimeoutSeconds);
        if (terms.Has(TftpOption.TransferSize)) at += WriteOption(destination[at..], "tsize"u8, length);
        return at;
    }

    private static int WriteOption(Span<byte> destination, ReadOnlySpan<byte> name, long value)
    {
        name.CopyTo(destination);
        destination[name.Length] = 0;
        value.TryFormat(destination[(name.Length + 1)..], out var digits, provider: System.Globalization.CultureInfo.InvariantCulture);
        var end = name.Length + 1 + digits;
        destination[end] = 0;
        return end + 1;
    }
}
