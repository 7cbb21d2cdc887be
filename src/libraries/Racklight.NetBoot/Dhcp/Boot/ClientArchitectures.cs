namespace Racklight.NetBoot.Dhcp;

/// <summary>What an architecture code says.</summary>
public static class ClientArchitectures
{
    /// <summary>True when the firmware fetches by HTTP itself.</summary>
    public static bool IsHttp(this ClientArchitecture architecture) => architecture is ClientArchitecture.X86UefiHttp or ClientArchitecture.X64UefiHttp
        or ClientArchitecture.EfiByteCodeHttp or ClientArchitecture.Arm32UefiHttp or ClientArchitecture.Arm64UefiHttp or ClientArchitecture.X86BiosHttp
        or ClientArchitecture.Arm32UBootHttp or ClientArchitecture.Arm64UBootHttp or ClientArchitecture.RiscV32UefiHttp or ClientArchitecture.RiscV64UefiHttp
        or ClientArchitecture.LoongArch32UefiHttp or ClientArchitecture.LoongArch64UefiHttp;

    /// <summary>True for UEFI firmware, however it fetches.</summary>
    public static bool IsUefi(this ClientArchitecture architecture) => Processor(architecture) is not null
        && architecture is not (ClientArchitecture.X86Bios or ClientArchitecture.X86BiosHttp or ClientArchitecture.RaspberryPi
            or ClientArchitecture.Arm32UBoot or ClientArchitecture.Arm64UBoot or ClientArchitecture.Arm32UBootHttp or ClientArchitecture.Arm64UBootHttp);

    /// <summary><c>x64</c>, <c>arm64</c> and so on; null for what is not known.</summary>
    public static string? Processor(this ClientArchitecture architecture) => architecture switch
    {
        ClientArchitecture.X86Bios or ClientArchitecture.X86BiosHttp => "x86",
        ClientArchitecture.X86Uefi or ClientArchitecture.X86UefiHttp => "x86",
        ClientArchitecture.X64Uefi or ClientArchitecture.X64UefiHttp or ClientArchitecture.EfiByteCode or ClientArchitecture.EfiByteCodeHttp => "x64",
        ClientArchitecture.Arm32Uefi or ClientArchitecture.Arm32UefiHttp or ClientArchitecture.Arm32UBoot or ClientArchitecture.Arm32UBootHttp => "arm32",
        ClientArchitecture.Arm64Uefi or ClientArchitecture.Arm64UefiHttp or ClientArchitecture.Arm64UBoot or ClientArchitecture.Arm64UBootHttp => "arm64",
        ClientArchitecture.RiscV32Uefi or ClientArchitecture.RiscV32UefiHttp => "riscv32",
        ClientArchitecture.RiscV64Uefi or ClientArchitecture.RiscV64UefiHttp => "riscv64",
        ClientArchitecture.LoongArch32Uefi or ClientArchitecture.LoongArch32UefiHttp => "loong32",
        ClientArchitecture.LoongArch64Uefi or ClientArchitecture.LoongArch64UefiHttp => "loong64",
        ClientArchitecture.RaspberryPi => "arm",
        _ => null,
    };

    /// <summary>One phrase for people: <c>bios</c>, <c>uefi x64</c>, <c>uefi-http arm64</c>, <c>raspberry pi</c>.</summary>
    public static string Describe(this ClientArchitecture architecture) => architecture switch
    {
        ClientArchitecture.X86Bios => "bios",
        ClientArchitecture.X86BiosHttp => "bios-http",
        ClientArchitecture.RaspberryPi => "raspberry pi",
        ClientArchitecture.Arm32UBoot or ClientArchitecture.Arm64UBoot => "u-boot " + Processor(architecture),
        ClientArchitecture.Arm32UBootHttp or ClientArchitecture.Arm64UBootHttp => "u-boot-http " + Processor(architecture),
        _ when IsUefi(architecture) => (IsHttp(architecture) ? "uefi-http " : "uefi ") + Processor(architecture),
        ClientArchitecture.Unknown => "unknown",
        _ => $"architecture 0x{(ushort)architecture:x2}",
    };
}
