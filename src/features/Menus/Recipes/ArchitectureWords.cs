namespace Racklight.Menus.Recipes;

/// <summary>The words for architectures in catalogs and on the command line; the many spellings that others use are read too.</summary>
public static class ArchitectureWords
{
    /// <summary>The words that catalogs are written with.</summary>
    public static IReadOnlyList<string> All { get; } = ["x64", "x86", "arm64", "arm32", "riscv64", "loongarch64"];

    /// <summary>The word for an architecture.</summary>
    public static string Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "x64",
        Architecture.X86 => "x86",
        Architecture.Arm64 => "arm64",
        Architecture.Arm32 => "arm32",
        Architecture.RiscV64 => "riscv64",
        Architecture.LoongArch64 => "loongarch64",
        _ => "unknown",
    };

    /// <summary>Reads our own word or a spelling of Debian's, Fedora's or the kernel's.</summary>
    public static bool TryParse(string? text, out Architecture architecture)
    {
        architecture = text?.ToLowerInvariant() switch
        {
            "x64" or "amd64" or "x86_64" or "x86-64" => Architecture.X64,
            "x86" or "i386" or "i486" or "i586" or "i686" => Architecture.X86,
            "arm64" or "aarch64" => Architecture.Arm64,
            "arm32" or "arm" or "armhf" or "armv7l" => Architecture.Arm32,
            "riscv64" => Architecture.RiscV64,
            "loongarch64" or "loong64" => Architecture.LoongArch64,
            _ => Architecture.Unknown,
        };
        return architecture != Architecture.Unknown;
    }
}
