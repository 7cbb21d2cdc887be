namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// Client system architecture (option 93), as IANA lists the codes. RFC 4578's text had 7 and 9 the other way round from what firmware sends;
/// the registry, and this list, follow the firmware.
/// </summary>
public enum ClientArchitecture : ushort
{
    /// <summary>x86 PC BIOS.</summary>
    X86Bios = 0x00,

    /// <summary>NEC PC-98.</summary>
    Pc98 = 0x01,

    /// <summary>Itanium UEFI.</summary>
    Itanium = 0x02,

    /// <summary>32-bit x86 UEFI.</summary>
    X86Uefi = 0x06,

    /// <summary>x64 UEFI.</summary>
    X64Uefi = 0x07,

    /// <summary>EFI byte code; what sends it is x64.</summary>
    EfiByteCode = 0x09,

    /// <summary>32-bit Arm UEFI.</summary>
    Arm32Uefi = 0x0a,

    /// <summary>64-bit Arm UEFI.</summary>
    Arm64Uefi = 0x0b,

    /// <summary>POWER Open Firmware.</summary>
    PowerOpenFirmware = 0x0c,

    /// <summary>POWER OPAL (petitboot).</summary>
    PowerOpal = 0x0e,

    /// <summary>32-bit x86 UEFI, HTTP.</summary>
    X86UefiHttp = 0x0f,

    /// <summary>x64 UEFI, HTTP.</summary>
    X64UefiHttp = 0x10,

    /// <summary>EFI byte code, HTTP.</summary>
    EfiByteCodeHttp = 0x11,

    /// <summary>32-bit Arm UEFI, HTTP.</summary>
    Arm32UefiHttp = 0x12,

    /// <summary>64-bit Arm UEFI, HTTP.</summary>
    Arm64UefiHttp = 0x13,

    /// <summary>x86 BIOS, HTTP.</summary>
    X86BiosHttp = 0x14,

    /// <summary>32-bit Arm U-Boot.</summary>
    Arm32UBoot = 0x15,

    /// <summary>64-bit Arm U-Boot.</summary>
    Arm64UBoot = 0x16,

    /// <summary>32-bit Arm U-Boot, HTTP.</summary>
    Arm32UBootHttp = 0x17,

    /// <summary>64-bit Arm U-Boot, HTTP.</summary>
    Arm64UBootHttp = 0x18,

    /// <summary>32-bit RISC-V UEFI.</summary>
    RiscV32Uefi = 0x19,

    /// <summary>32-bit RISC-V UEFI, HTTP.</summary>
    RiscV32UefiHttp = 0x1a,

    /// <summary>64-bit RISC-V UEFI.</summary>
    RiscV64Uefi = 0x1b,

    /// <summary>64-bit RISC-V UEFI, HTTP.</summary>
    RiscV64UefiHttp = 0x1c,

    /// <summary>S/390 basic.</summary>
    S390 = 0x1f,

    /// <summary>32-bit LoongArch UEFI.</summary>
    LoongArch32Uefi = 0x25,

    /// <summary>32-bit LoongArch UEFI, HTTP.</summary>
    LoongArch32UefiHttp = 0x26,

    /// <summary>64-bit LoongArch UEFI.</summary>
    LoongArch64Uefi = 0x27,

    /// <summary>64-bit LoongArch UEFI, HTTP.</summary>
    LoongArch64UefiHttp = 0x28,

    /// <summary>Raspberry Pi boot ROM or EEPROM.</summary>
    RaspberryPi = 0x29,

    /// <summary>Option 93 was missing or named nothing known.</summary>
    Unknown = 0xffff,
}
