using System.Net;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.NetBoot.Ipxe;

/// <summary>One of each ready-made script.</summary>
internal static class ReadyScripts
{
    private static readonly BootServer Server = new(IPAddress.Parse("10.20.0.1"), 8080);
    private const string Images = "http://10.20.0.1:8080/images/5d41402abc4b2a76b9719d911017c592ae2f1c0d4b3a5f6e7081929304a5b6c7/";

    private const string Files = "http://10.20.0.1:8080/files/";

    /// <summary>A menu with everything.</summary>
    public static MenuPage Page { get; } = new(
        "Racklight: what shall this machine boot?",
        [
            new("site", "This site", [new("disk", "Start from this machine's own disk", new MenuTarget.LocalDisk()) { Key = 'l' }, new("kvm", "Hypervisor", new MenuTarget.Fetch("http://10.20.0.1:8080/boot.ipxe?mac=52-54-00-20-00-02&entry=kvm")) { Note = "last time" }]) { IsOpen = true },
            new("linux", "Linux", [new("ubuntu", "Ubuntu 24.04 server", new MenuTarget.Fetch("http://10.20.0.1:8080/boot.ipxe?mac=52-54-00-20-00-02&entry=ubuntu")) { RamMiB = 3072, Key = 'u' }, new("debian", "Debian 12 || installer", new MenuTarget.Fetch("http://10.20.0.1:8080/boot.ipxe?mac=52-54-00-20-00-02&entry=debian")) { RamMiB = 780 }]) { Key = 'x' },
            new("tools", "Tools", [new("shell", "iPXE shell", new MenuTarget.Shell()), new("try", "Say something", new MenuTarget.Steps(static (script, back) => script.Echo("something").Goto(back)))]),
        ])
    {
        Default = "disk",
        Timeout = TimeSpan.FromSeconds(30),
        Address = "http://10.20.0.1:8080/menu.ipxe?mac=52-54-00-20-00-02",
        Back = "http://10.20.0.1:8080/boot.ipxe",
        KnownRamMiB = 2048,
        Search = true,
        AskAddress = true,
        AskArguments = true,
        AskSerial = true,
        IsSerial = true,
    };

    /// <summary>A boot that finds its medium, and a script of its own, in its initramfs.</summary>
    public static IpxeBoot WithFiles { get; } = new IpxeBoot.Linux(
        Files + "linux26",
        [new(Files + "first.gz", "first.gz"), new(Files + "proxmox.iso", "proxmox.iso") { Path = "/proxmox.iso" }, new(Files + "hook", "hook") { Path = "/hooks/hook", IsExecutable = true }],
        ["quiet"]);

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["first-stage.ipxe"] = FirstStageScript.Write(Server),
        ["autoexec.ipxe"] = AutoexecScript.Write(8080),
        ["autoexec-one-address.ipxe"] = AutoexecScript.Write(8080, Server.Address),
        ["image.ipxe"] = ImageBootScript.Write(new(Images + "kernel", [Images + "initrd"], ["console=ttyS0", "rl.server=http://10.20.0.1:8080", "dyndbg=\"file ahci.c +p; file sd.c +p\""])
        {
            Title = ["node  r1n2", "image kvm@5d41402abc4b, 412 MB", "#1 of 2"],
        }),
        ["image-two-initrds.ipxe"] = ImageBootScript.Write(new(Images + "kernel", [Images + "initrd", Images + "overlay"], ["quiet"]), IpxeCapabilities.For(IpxeVersion.TryParse("2.0.0+dfsg-5"), IpxePlatform.Efi)),
        ["local.ipxe"] = LocalBootScript.Write("node r1n2 boots from its own disk"),
        ["notice.ipxe"] = NoticeScript.Write(Server, ["This machine is not in the site.", "Add nodes/NAME.yaml with mac: 52:54:00:20:00:02, or choose it on the dashboard."], TimeSpan.FromSeconds(30)),
        ["ref-prompt.ipxe"] = RefPromptScript.Write(Server),
        ["ref-first-stage.ipxe"] = RefFirstStageScript.Write(Server, "0123456789abcdef0123456789abcdef01234567"),
        ["menu.ipxe"] = MenuScript.Write("Racklight: hypervisors", [new("Debian 12 installer", "http://10.20.0.1:8080/menu/debian-12.ipxe"), new("kvm || minimal", "http://10.20.0.1:8080/menu/kvm.ipxe"), new("This machine's own disk", null)], 2, TimeSpan.FromSeconds(30)),
        ["page.ipxe"] = MenuPageScript.Write(Page),
        ["page-newer.ipxe"] = MenuPageScript.Write(Page with { IsSerial = false, Colours = MenuColours.Standard }, IpxeCapabilities.For(IpxeVersion.TryParse("1.21.1+git20250501.dad20602+dfsg-1"), IpxePlatform.Efi)),
        ["boot-linux.ipxe"] = BootScript.Write(new IpxeBoot.Linux(Files + "linux", [new(Files + "initrd.gz"), new(Files + "answers.cpio", "answers.cpio")], ["auto=true", "priority=critical"]) { Title = ["Debian 12 installer"] }),
        ["boot-file-in-initramfs.ipxe"] = BootScript.Write(WithFiles, IpxeCapabilities.For(null, IpxePlatform.Bios)),
        ["boot-file-in-initramfs-newer.ipxe"] = BootScript.Write(WithFiles, IpxeCapabilities.For(IpxeVersion.TryParse("1.21.1+git20250501.dad20602+dfsg-1"), IpxePlatform.Efi)),
        ["boot-efi.ipxe"] = BootScript.Write(new IpxeBoot.EfiApplication(Files + "memtest64.efi", ["console=ttyS0"])),
        ["boot-memdisk.ipxe"] = BootScript.Write(new IpxeBoot.Memdisk(Files + "memdisk", Files + "freedos.img", ["harddisk", "raw"])),
        ["boot-wimboot.ipxe"] = BootScript.Write(new IpxeBoot.Wimboot(Files + "wimboot", [new("BCD", [Files + "boot/bcd", Files + "Boot/BCD"]), new("boot.sdi", [Files + "boot/boot.sdi"]), new("boot.wim", [Files + "sources/boot.wim"])])),
        ["boot-remote-disk.ipxe"] = BootScript.Write(new IpxeBoot.RemoteDisk(Files + "miniroot.img")),
        ["boot-script.ipxe"] = BootScript.Write(new IpxeBoot.Script(Files + "netboot.ipxe")),
    };
}
