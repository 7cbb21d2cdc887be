using System.Collections.Frozen;

namespace Racklight.NetBoot.Ipxe;

/// <summary>Which command came with what.</summary>
internal static class IpxeCommands
{
    /// <summary>Commands of the oldest supported iPXE, BIOS and EFI alike.</summary>
    public static FrozenSet<string> Oldest { get; } = FrozenSet.ToFrozenSet(
        [
            "autoboot", "boot", "chain", "choose", "clear", "config", "cpuid", "dhcp", "echo", "exit", "goto", "help", "ifclose", "ifconf",
            "ifopen", "ifstat", "imgargs", "imgexec", "imgfetch", "imgfree", "imgload", "imgselect", "imgstat", "inc", "initrd", "iseq",
            "isset", "item", "kernel", "login", "menu", "module", "prompt", "pxebs", "read", "reboot", "route", "sanboot", "sanhook",
            "sanunhook", "set", "shell", "show", "sleep", "sync",
        ],
        StringComparer.Ordinal);

    /// <summary>Commands that need proof.</summary>
    public static FrozenDictionary<string, IpxeFeature> Newer { get; } = new Dictionary<string, IpxeFeature>
    {
        ["vcreate"] = IpxeFeature.Vlan,
        ["vdestroy"] = IpxeFeature.Vlan,
        ["console"] = IpxeFeature.Console,
        ["colour"] = IpxeFeature.Console,
        ["cpair"] = IpxeFeature.Console,
        ["ping"] = IpxeFeature.Ping,
        ["poweroff"] = IpxeFeature.PowerOff,
        ["shim"] = IpxeFeature.Shim,
        ["certstat"] = IpxeFeature.Certificates,
        ["certstore"] = IpxeFeature.Certificates,
        ["certfree"] = IpxeFeature.Certificates,
        ["params"] = IpxeFeature.Params,
        ["param"] = IpxeFeature.Params,
        ["md5sum"] = IpxeFeature.Digests,
        ["sha1sum"] = IpxeFeature.Digests,
        ["sha256sum"] = IpxeFeature.Digests,
        ["sha512sum"] = IpxeFeature.Digests,
        ["ntp"] = IpxeFeature.Ntp,
        ["pciscan"] = IpxeFeature.PciScan,
        ["imgverify"] = IpxeFeature.ImageTrust,
        ["imgtrust"] = IpxeFeature.ImageTrust,
        ["imgextract"] = IpxeFeature.ImageExtract,
        ["nslookup"] = IpxeFeature.NsLookup,
        ["form"] = IpxeFeature.Forms,
        ["present"] = IpxeFeature.Forms,
        ["iflinkwait"] = IpxeFeature.LinkWait,
        ["time"] = IpxeFeature.Time,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True for a command of some iPXE, if not of the client's.</summary>
    public static bool IsKnownAnywhere(string command) => Oldest.Contains(command) || Newer.ContainsKey(command) || Rare.Contains(command);

    /// <summary>Commands of builds that nobody packages: nothing proves them.</summary>
    private static FrozenSet<string> Rare { get; } = FrozenSet.ToFrozenSet(
        ["fcels", "fcstat", "fdt", "gdbstub", "ibstat", "imgdecrypt", "imgmem", "imgset", "ipstat", "iwlist", "iwstat", "lotest", "nstat", "profstat", "startpxe", "stoppxe", "usbscan"],
        StringComparer.Ordinal);
}
