namespace Racklight.Labs;

/// <summary>A network card that QEMU imitates.</summary>
public enum NicModel
{
    /// <summary>virtio-net: iPXE in the card's ROM under BIOS, OVMF's own driver under UEFI.</summary>
    Virtio,

    /// <summary>Intel 82540EM: iPXE in the card's ROM under both firmwares.</summary>
    E1000,

    /// <summary>VMware's paravirtual card: iPXE in the card's ROM under both firmwares.</summary>
    Vmxnet3,
}

/// <summary>A virtual machine of a rack. It starts from its firmware by the network card, never by a kernel from outside.</summary>
public sealed record MachineOptions
{
    /// <summary>Its name within the rack: as <see cref="RackName.IsValid"/>.</summary>
    public required string Name { get; init; }

    /// <summary>BIOS (SeaBIOS) or UEFI (OVMF).</summary>
    public Firmware Firmware { get; init; } = Firmware.Bios;

    /// <summary>RAM in MiB, 64 to 1,048,576.</summary>
    public int MemoryMiB { get; init; } = 2048;

    /// <summary>Virtual processors, 1 to 64.</summary>
    public int Cpus { get; init; } = 2;

    /// <summary>The card's address. Null: made from the rack's and the machine's names, below 52:54:00.</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>The SMBIOS UUID. Null: QEMU leaves it all zero.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The card.</summary>
    public NicModel NicModel { get; init; } = NicModel.Virtio;

    /// <summary>The disks, in order; the firmware tries them after the network. At most 8.</summary>
    public IReadOnlyList<DiskOptions> Disks { get; init; } = [];

    /// <summary>An ISO in the machine's CD drive, which its firmware tries before the network; null: no drive.</summary>
    public string? Cdrom { get; init; }

    /// <summary>A disk image as a USB stick, read only, which its firmware tries before the network; null: none.</summary>
    public string? Usb { get; init; }

    /// <summary>More arguments for QEMU, passed as they are.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];
}

/// <summary>A disk of a virtual machine: a raw, sparse file.</summary>
public sealed record DiskOptions
{
    /// <summary>The file. Null: one in the rack's work directory.</summary>
    public string? Path { get; init; }

    /// <summary>Bytes, when the file has to be made: a multiple of 512.</summary>
    public long Size { get; init; } = 4L << 30;

    /// <summary>True: a file that the rack made stays when the rack goes (needs a <see cref="Path"/>). A file that was there before always stays.</summary>
    public bool Keep { get; init; }
}
