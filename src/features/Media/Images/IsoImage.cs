namespace Racklight.BootMedia.Images;

/// <summary>
/// A hybrid ISO: a CD for BIOS (ISOLINUX) and UEFI (an EFI system partition as boot image), and with the same bytes a disk for both.
/// </summary>
internal static class IsoImage
{
    // ISOLINUX reads plain ISO 9660: names of eight and three characters.
    private const string Kernel = "ipxe.krn";
    private const string Script = "script.ipx";
    private const string Folder = "isolinux";

    /// <summary>Makes it in a directory that is the caller's to delete.</summary>
    /// <returns>The file.</returns>
    public static async Task<string> MakeAsync(Medium medium, string directory, CancellationToken cancellationToken)
    {
        var boot = Directory.CreateDirectory(Path.Combine(directory, "tree", Folder)).FullName;
        var files = medium.EfiFiles();
        await FatImage.MakeAsync(boot, "efi.img", FatImage.SizeFor(files.Values.Select(bytes => (long)bytes.Length), 2 << 20), files, cancellationToken);
        foreach (var (name, bytes) in (IEnumerable<(string, byte[])>)
        [
            ("isolinux.bin", await Tools.PackageFileAsync("/usr/lib/ISOLINUX/isolinux.bin", "isolinux", cancellationToken)),
            ("ldlinux.c32", await Tools.PackageFileAsync("/usr/lib/syslinux/modules/bios/ldlinux.c32", "syslinux-common", cancellationToken)),
            ("isolinux.cfg", medium.SyslinuxConfiguration(Kernel, Script)),
            (Kernel, medium.Loaders.Bios),
            (Script, medium.ScriptBytes),
        ])
        {
            await Tools.WriteAsync(Path.Combine(boot, name), bytes, cancellationToken);
        }
        await Tools.WriteAsync(Path.Combine(directory, "mbr.bin"), await Tools.PackageFileAsync("/usr/lib/ISOLINUX/isohdpfx.bin", "isolinux", cancellationToken), cancellationToken);
        foreach (var path in (string[])[Path.Combine(boot, "efi.img"), boot, Path.Combine(directory, "tree")]) File.SetLastWriteTimeUtc(path, Tools.Epoch.UtcDateTime);
        await Tools.RunAsync(
            directory,
            "xorriso",
            [
                "-as", "mkisofs", "-quiet", "-V", "RACKLIGHT", "-o", "medium.iso", "-isohybrid-mbr", "mbr.bin",
                "-c", $"{Folder}/boot.cat", "-b", $"{Folder}/isolinux.bin", "-no-emul-boot", "-boot-load-size", "4", "-boot-info-table",
                "-eltorito-alt-boot", "-e", $"{Folder}/efi.img", "-no-emul-boot", "-isohybrid-gpt-basdat", "tree",
            ],
            null,
            cancellationToken);
        return Path.Combine(directory, "medium.iso");
    }
}
