namespace Racklight;

/// <summary>The processor family that a machine boots with.</summary>
public enum Architecture
{
    /// <summary>Not known (yet).</summary>
    Unknown,

    /// <summary>32-bit x86.</summary>
    X86,

    /// <summary>64-bit x86 (amd64).</summary>
    X64,

    /// <summary>32-bit Arm.</summary>
    Arm32,

    /// <summary>64-bit Arm (aarch64).</summary>
    Arm64,

    /// <summary>64-bit RISC-V.</summary>
    RiscV64,

    /// <summary>64-bit LoongArch.</summary>
    LoongArch64,
}

/// <summary>What starts a machine before any of our code runs.</summary>
public enum Firmware
{
    /// <summary>Not known (yet).</summary>
    Unknown,

    /// <summary>PC BIOS.</summary>
    Bios,

    /// <summary>UEFI.</summary>
    Uefi,
}
