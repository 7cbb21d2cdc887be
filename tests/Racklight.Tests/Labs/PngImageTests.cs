using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CsCheck;
using Racklight.Labs;

namespace Racklight.Tests.Labs;

public sealed class PngImageTests
{
    [Fact]
    public void Every_pixel_comes_back_from_the_PNG() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40]).SelectMany((width, height) =>
        Gen.Byte.Array[width * height * 3].Select(pixels => (width, height, pixels))).Sample(screen =>
    {
        var png = PngImage.FromPpm(Ppm(screen.width, screen.height, screen.pixels));
        var (width, height, pixels) = Read(png);
        return width == screen.width && height == screen.height && pixels.AsSpan().SequenceEqual(screen.pixels);
    });

    [Theory]
    [InlineData("P5\n2 2\n255\n............")]
    [InlineData("P6\n2 2\n65535\n............")]
    [InlineData("P6\n99999 2\n255\n............")]
    [InlineData("P6\n2 2\n255\n...........")]
    [InlineData("P6")]
    [InlineData("")]
    public void What_is_not_a_whole_PPM_is_refused(string text)
        => Should.Throw<InvalidDataException>(() => PngImage.FromPpm(Encoding.ASCII.GetBytes(text)));

    private static byte[] Ppm(int width, int height, byte[] pixels) => [.. Encoding.ASCII.GetBytes($"P6\n{width} {height}\n255\n"), .. pixels];

    private static (int Width, int Height, byte[] Pixels) Read(byte[] png)
    {
        png[..8].ShouldBe<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var width = 0;
        var height = 0;
        using var packed = new MemoryStream();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            var type = Encoding.ASCII.GetString(png, at + 4, 4);
            var data = png.AsSpan(at + 8, length);
            if (type == "IHDR") (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
            if (type == "IDAT") packed.Write(data);
            at += 12 + length;
        }
        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        var pixels = new List<byte>();
        var row = new byte[width * 3 + 1];
        for (var y = 0; y < height; y++)
        {
            rows.ReadExactly(row);
            pixels.AddRange(row.AsSpan(1).ToArray());
        }
        return (width, height, [.. pixels]);
    }
}
