namespace Racklight.Mirrors.Commands;

/// <summary>The names that people and distributions give to architectures.</summary>
internal static class ArchitectureName
{
    public static Architecture? Parse(string name) => name.ToLowerInvariant() switch
    {
        "amd64" or "x86_64" or "x64" => Architecture.X64,
        "arm64" or "aarch64" => Architecture.Arm64,
        "i386" or "i686" or "x86" => Architecture.X86,
        "arm" or "armhf" or "armv7" => Architecture.Arm32,
        "riscv64" => Architecture.RiscV64,
        "loong64" or "loongarch64" => Architecture.LoongArch64,
        _ => null,
    };
}
