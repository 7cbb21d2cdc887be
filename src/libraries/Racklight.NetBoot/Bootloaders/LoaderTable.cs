namespace Racklight.NetBoot.Bootloaders;

/// <summary>Which file suits which platform, best first, and where a missing one comes from.</summary>
internal static class LoaderTable
{
    /// <summary>
    /// The usual names. For BIOS the loader that uses the card's own driver (UNDI) and unloads the rest of PXE; for UEFI the one
    /// that uses the firmware's driver and only the card that it came by: drivers of iPXE's own hang on many a machine. A shim goes before
    /// all: nobody puts one into a set without meaning Secure Boot, and it starts the loader beside it.
    /// </summary>
    public static IReadOnlyList<string> Names(BootPlatform platform) => platform switch
    {
        BootPlatform.Bios => ["undionly.kpxe", "undionly.kkpxe", "ipxe.kpxe", "ipxe.pxe", "lpxelinux.0", "pxelinux.0"],
        BootPlatform.EfiX86 => ["snponly-i386.efi", "snponly-x86.efi", "ipxe-i386.efi", "ipxe32.efi"],
        BootPlatform.EfiX64 => ["shimx64.efi", "snponly.efi", "snponly-x86_64.efi", "snp.efi", "ipxe.efi", "ipxe-x86_64.efi"],
        BootPlatform.EfiArm32 => ["snponly-arm32.efi", "ipxe-arm32.efi"],
        BootPlatform.EfiArm64 => ["shimaa64.efi", "snponly-arm64.efi", "snp-arm64.efi", "ipxe-arm64.efi"],
        BootPlatform.EfiRiscV64 => ["snponly-riscv64.efi", "ipxe-riscv64.efi"],
        BootPlatform.EfiLoongArch64 => ["snponly-loong64.efi", "ipxe-loong64.efi"],
        BootPlatform.RaspberryPi => ["bootcode.bin", "start4.elf"],
        _ => [],
    };

    /// <summary>What brings a loader for the platform.</summary>
    public static string Source(BootPlatform platform) => platform switch
    {
        BootPlatform.Bios or BootPlatform.EfiX64 => "apt-get install ipxe",
        BootPlatform.EfiArm64 or BootPlatform.EfiRiscV64 or BootPlatform.EfiLoongArch64
            => "the package ipxe of Debian 13 (trixie) or later has one, that of Debian 12 has not: unpack the newer package's /usr/lib/ipxe and /boot into a directory, and use that as bootloader set",
        BootPlatform.RaspberryPi => "put the firmware files of Debian's package raspi-firmware (start4.elf, fixup4.dat, …) into a directory of their own, and use that as bootloader set",
        _ => "no distribution packages one: put a loader of your own into a directory with a bootloaders.json that names it, and use that as bootloader set",
    };
}
