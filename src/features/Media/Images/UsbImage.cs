using System.Globalization;
using System.Security.Cryptography;

namespace Racklight.BootMedia.Images;

/// <summary>
/// A disk image for a USB stick or a virtual disk: a GPT with one EFI system partition, which SYSLINUX starts from under BIOS.
/// The partition is plain FAT: its script can be changed wherever the stick is put in.
/// </summary>
internal static class UsbImage
{
    private const int Sector = 512;
    private const int Start = 2048;
    private const string EfiSystem = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";

    /// <summary>Makes it in a directory that is the caller's to delete.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> MakeAsync(Medium medium, string directory, CancellationToken cancellationToken)
    {
        var files = medium.EfiFiles();
        files["ipxe.lkrn"] = medium.Loaders.Bios;
        files["syslinux.cfg"] = medium.SyslinuxConfiguration("/ipxe.lkrn", "/" + Loaders.MediumLoaders.ScriptName);
        var size = FatImage.SizeFor(files.Values.Select(bytes => (long)bytes.Length), 16 << 20);
        await FatImage.MakeAsync(directory, "fat.img", size, files, cancellationToken);
        await Tools.RunAsync(directory, "syslinux", ["--install", "fat.img"], null, cancellationToken);

        var disk = Path.Combine(directory, "medium.img");
        await using (var file = new FileStream(disk, FileMode.CreateNew)) file.SetLength(Start * Sector + size + (1 << 20));
        var fat = await File.ReadAllBytesAsync(Path.Combine(directory, "fat.img"), cancellationToken);
        // Names of the disk and the partition: of these bytes, not of chance.
        var hash = SHA256.HashData(fat);
        var table = string.Create(CultureInfo.InvariantCulture, $"""
            label: gpt
            label-id: {Name(hash.AsSpan(0, 16))}
            start={Start}, size={size / Sector}, type={EfiSystem}, uuid={Name(hash.AsSpan(16, 16))}, name=racklight, attrs=LegacyBIOSBootable

            """);
        await Tools.RunAsync(directory, "sfdisk", ["--quiet", "--no-reread", "--no-tell-kernel", "medium.img"], table, cancellationToken);
        var bootCode = await Tools.PackageFileAsync("/usr/lib/syslinux/mbr/gptmbr.bin", "syslinux-common", cancellationToken);
        if (bootCode.Length > 440) throw new ProblemException($"gptmbr.bin has {bootCode.Length} bytes: boot code before a partition table has 440 at most", "apt-get install --reinstall syslinux-common", ExitCodes.Outside);
        await using var image = new FileStream(disk, FileMode.Open);
        await image.WriteAsync(bootCode, cancellationToken);
        image.Position = (long)Start * Sector;
        await image.WriteAsync(fat, cancellationToken);
        return disk;
    }

    /// <summary>A version 8 UUID (RFC 9562 §5.8) of sixteen bytes.</summary>
    private static Guid Name(Span<byte> bytes)
    {
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0f));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3f));
        return new Guid(bytes, bigEndian: true);
    }
}
