using System.Globalization;

namespace Racklight.Labs;

/// <summary>The files and sockets of one machine.</summary>
/// <param name="Tap">The network interface.</param>
/// <param name="QmpSocket">Where QEMU connects for its machine protocol.</param>
/// <param name="SerialSocket">Where QEMU connects for the serial console.</param>
/// <param name="Variables">The machine's own UEFI variables.</param>
/// <param name="Disks">The disks' files.</param>
internal sealed record MachineFiles(string Tap, string QmpSocket, string SerialSocket, string Variables, IReadOnlyList<(string Path, bool Keep)> Disks);

/// <summary>QEMU's command line for a machine.</summary>
internal static class QemuCommand
{
    public const string Program = "qemu-system-x86_64";

    public static IReadOnlyList<string> Build(string rack, MachineOptions options, MacAddress mac, MachineFiles files, Accelerator accelerator) =>
    [
        "-name", $"{rack}/{options.Name}",
        "-nodefaults", "-no-user-config", "-display", "none",
        .. accelerator.Arguments,
        "-smp", Number(options.Cpus), "-m", Number(options.MemoryMiB),
        .. options.Uuid is { } uuid ? (string[])["-uuid", uuid.ToString()] : [],
        .. options.Firmware == Firmware.Uefi ? Uefi(files) : Bios(),
        // Both: the screen for screenshots, the serial line for the log.
        "-device", "VGA",
        // QEMU connects to us, not we to it: no time at which a socket is not there yet.
        "-chardev", $"socket,id=serial0,path={Escape(files.SerialSocket)}", "-serial", "chardev:serial0",
        "-chardev", $"socket,id=qmp0,path={Escape(files.QmpSocket)}", "-mon", "chardev=qmp0,mode=control",
        "-netdev", $"tap,id=net0,ifname={files.Tap},script=no,downscript=no",
        "-device", Nic(options, mac),
        // Without entropy a guest under TCG waits for minutes before ssh has keys.
        "-device", "virtio-rng-pci",
        .. Media(options),
        .. Disks(files.Disks),
        .. options.ExtraArguments,
        // Paused until the console and the protocol are connected: no octet is lost.
        "-S",
    ];

    // graphics=off makes SeaBIOS copy its screen, and so iPXE's, to the serial line. After a failed boot it tries again, as a server in a rack does.
    private static string[] Bios() => ["-machine", "pc,graphics=off", "-boot", "strict=on,reboot-timeout=5000"];

    private static string[] Uefi(MachineFiles files)
    {
        var ovmf = OvmfFiles.Find() ?? throw new ProblemException("the UEFI firmware for virtual machines (OVMF) is not installed", "apt-get install ovmf", ExitCodes.Outside);
        return
        [
            "-machine", "q35", "-boot", "strict=on",
            "-drive", $"if=pflash,format=raw,unit=0,readonly=on,file={Escape(ovmf.Code)}",
            "-drive", $"if=pflash,format=raw,unit=1,file={Escape(files.Variables)}",
        ];
    }

    private static string Nic(MachineOptions options, MacAddress mac)
    {
        var model = options.NicModel switch { NicModel.E1000 => "e1000", NicModel.Vmxnet3 => "vmxnet3", _ => "virtio-net-pci" };
        var card = $"{model},netdev=net0,mac={mac},bootindex=1";
        // Without a ROM in the card OVMF's own PXE client runs: the one that real servers resemble most. OVMF has no driver for the others.
        // Under BIOS QEMU's default ROM is taken: one named by hand carries the other PCI id, and SeaBIOS skips it.
        return options is { Firmware: Firmware.Uefi, NicModel: NicModel.Virtio } ? card + ",romfile=" : card;
    }

    // Before the card (bootindex 1): whoever puts a medium in wants to start from it.
    private static IEnumerable<string> Media(MachineOptions options)
    {
        if (options.Cdrom is { } iso)
        {
            foreach (var word in (string[])["-drive", $"if=none,id=cd0,format=raw,media=cdrom,readonly=on,file={Escape(Path.GetFullPath(iso))}", "-device", "ide-cd,drive=cd0,bootindex=0"]) yield return word;
        }
        if (options.Usb is { } stick)
        {
            var index = options.Cdrom is null ? "0" : "100";
            foreach (var word in (string[])["-device", "qemu-xhci", "-drive", $"if=none,id=usb0,format=raw,readonly=on,file={Escape(Path.GetFullPath(stick))}", "-device", $"usb-storage,drive=usb0,removable=on,bootindex={index}"]) yield return word;
        }
    }

    private static IEnumerable<string> Disks(IReadOnlyList<(string Path, bool Keep)> disks)
    {
        for (var i = 0; i < disks.Count; i++)
        {
            var cache = disks[i].Keep ? "writeback" : "unsafe";
            yield return "-drive";
            yield return $"if=none,id=disk{Number(i)},format=raw,discard=unmap,cache={cache},file={Escape(disks[i].Path)}";
            yield return "-device";
            yield return $"virtio-blk-pci,drive=disk{Number(i)},serial=disk{Number(i)},bootindex={Number(i + 2)}";
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // QEMU's option parser ends a value at a comma; two stand for one.
    private static string Escape(string path) => path.Replace(",", ",,", StringComparison.Ordinal);
}
