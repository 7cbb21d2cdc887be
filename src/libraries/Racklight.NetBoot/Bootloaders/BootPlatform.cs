namespace Racklight.NetBoot.Bootloaders;

/// <summary>What a machine's firmware can start: decides which file it is given.</summary>
public enum BootPlatform
{
    /// <summary>Not told, or nothing that has a network loader here.</summary>
    Unknown,

    /// <summary>PC BIOS.</summary>
    Bios,

    /// <summary>32-bit x86 UEFI.</summary>
    EfiX86,

    /// <summary>64-bit x86 UEFI.</summary>
    EfiX64,

    /// <summary>32-bit Arm UEFI.</summary>
    EfiArm32,

    /// <summary>64-bit Arm UEFI.</summary>
    EfiArm64,

    /// <summary>64-bit RISC-V UEFI.</summary>
    EfiRiscV64,

    /// <summary>64-bit LoongArch UEFI.</summary>
    EfiLoongArch64,

    /// <summary>A Raspberry Pi's boot ROM: it asks for files by names of its own.</summary>
    RaspberryPi,
}

/// <summary>Platforms as DHCP tells them and as people write them.</summary>
public static class BootPlatforms
{
    private static readonly (BootPlatform Platform, string Word)[] Words =
    [
        (BootPlatform.Bios, "bios"),
        (BootPlatform.EfiX86, "efi-x86"),
        (BootPlatform.EfiX64, "efi-x64"),
        (BootPlatform.EfiArm32, "efi-arm32"),
        (BootPlatform.EfiArm64, "efi-arm64"),
        (BootPlatform.EfiRiscV64, "efi-riscv64"),
        (BootPlatform.EfiLoongArch64, "efi-loongarch64"),
        (BootPlatform.RaspberryPi, "raspberry-pi"),
    ];

    /// <summary>The words of all platforms, for messages.</summary>
    public static IEnumerable<string> All => Words.Select(static pair => pair.Word);

    /// <summary>
    /// The platform of DHCP option 93's code (IANA "Processor Architecture Types"; RFC 4578 as corrected: 7 is x64 UEFI and 9 is EFI
    /// byte code, which only x64 machines send).
    /// </summary>
    public static BootPlatform FromArchitectureCode(int code) => code switch
    {
        0x00 or 0x14 => BootPlatform.Bios,
        0x06 or 0x0f => BootPlatform.EfiX86,
        0x07 or 0x09 or 0x10 or 0x11 => BootPlatform.EfiX64,
        0x0a or 0x12 => BootPlatform.EfiArm32,
        0x0b or 0x13 => BootPlatform.EfiArm64,
        0x1b or 0x1c => BootPlatform.EfiRiscV64,
        0x27 or 0x28 => BootPlatform.EfiLoongArch64,
        0x29 => BootPlatform.RaspberryPi,
        _ => BootPlatform.Unknown,
    };

    /// <summary><c>bios</c>, <c>efi-x64</c>, …; <c>unknown</c>.</summary>
    public static string Word(this BootPlatform platform) => Array.Find(Words, pair => pair.Platform == platform).Word ?? "unknown";

    /// <summary>Reads what <see cref="Word"/> writes.</summary>
    public static BootPlatform? Parse(string word)
    {
        foreach (var pair in Words)
        {
            if (pair.Word == word) return pair.Platform;
        }
        return null;
    }
}
