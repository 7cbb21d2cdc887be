using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Racklight.Labs;

/// <summary>Turns QEMU's screen dumps (PPM, every version writes it) into PNG (RFC 2083), 8 bits RGB.</summary>
internal static class PngImage
{
    private const int LargestSide = 16384;

    /// <exception cref="InvalidDataException">Not a binary PPM with 8 bits a colour, or a truncated one.</exception>
    public static byte[] FromPpm(ReadOnlySpan<byte> ppm)
    {
        var at = 0;
        if (Word(ppm, ref at) != "P6") throw new InvalidDataException("not a binary PPM");
        if (!int.TryParse(Word(ppm, ref at), out var width) || !int.TryParse(Word(ppm, ref at), out var height) || Word(ppm, ref at) != "255")
            throw new InvalidDataException("a PPM header that is not understood");
        if (width is < 1 or > LargestSide || height is < 1 or > LargestSide) throw new InvalidDataException("a screen of impossible size");
        var stride = width * 3;
        if (ppm.Length - at < (long)stride * height) throw new InvalidDataException("a truncated PPM");

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a sample
        header[9] = 2; // RGB
        header[10..].Clear();
        Chunk(file, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.WriteByte(0); // filter: none
                zlib.Write(ppm.Slice(at + row * stride, stride));
            }
        }
        Chunk(file, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static string Word(ReadOnlySpan<byte> text, ref int at)
    {
        if (at >= text.Length) throw new InvalidDataException("a truncated PPM");
        while (at < text.Length && text[at] <= ' ') at++;
        var start = at;
        while (at < text.Length && text[at] > ' ' && at - start < 16) at++;
        var word = Encoding.ASCII.GetString(text[start..at]);
        // Exactly one blank ends the header; more would already be pixels.
        at++;
        return word;
    }

    private static void Chunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        Span<byte> name = stackalloc byte[4];
        Encoding.ASCII.GetBytes(type, name);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(0xFFFF_FFFF, name), data));
        file.Write(number);
    }

    // CRC-32 as in RFC 2083 §15; the runtime has none without a package.
    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB8_8320 ^ crc >> 1 : crc >> 1;
        }
        return crc;
    }
}
