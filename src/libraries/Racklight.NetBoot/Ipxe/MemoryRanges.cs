using System.Buffers.Binary;

namespace Racklight.NetBoot.Ipxe;

/// <summary>Reads what <see cref="Setting.MemoryRange"/> told.</summary>
public static class MemoryRanges
{
    private const int Digits = 16;
    private const int Most = 8;

    /// <summary>The memory of all ranges together, in MiB; null when the text tells of none, or is none of iPXE's.</summary>
    /// <param name="text">Hexadecimal digits, sixteen for each range.</param>
    public static int? Read(string? text)
    {
        if (text is not { Length: > 0 and <= Digits * Most } || text.Length % Digits != 0 || !text.All(char.IsAsciiHexDigit)) return null;
        var kibibytes = 0L;
        foreach (var range in text.Chunk(Digits))
        {
            var bytes = Convert.FromHexString(range);
            var (first, last) = (BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4)));
            // All ones: the range is beyond what KiB in 32 bits can tell (4 TiB), and stands elsewhere.
            if (first != uint.MaxValue && last >= first) kibibytes += (long)last - first + 1;
        }
        return kibibytes >= 1024 ? (int)(kibibytes / 1024) : null;
    }
}
