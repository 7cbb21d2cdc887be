namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>What a machine boots, told completely.</summary>
public abstract record IpxeBoot
{
    private IpxeBoot()
    {
    }

    /// <summary>Shown to the human before the console. Any text; cleaned.</summary>
    public IReadOnlyList<string> Title { get; init; } = [];

    /// <summary>Where the machine tells that it has all that it boots and starts it now; null: nowhere. Answers with a script that does nothing.</summary>
    public string? Told { get; init; }

    /// <summary>A Linux kernel with its initrds. What somebody typed in the menu (serial console, more arguments) is put behind its arguments.</summary>
    /// <param name="Kernel">Its URL.</param>
    /// <param name="Initrds">Their URLs and names, in the order in which the kernel unpacks them.</param>
    /// <param name="Arguments">Without <c>initrd=</c>.</param>
    public sealed record Linux(string Kernel, IReadOnlyList<IpxeInitrd> Initrds, IReadOnlyList<string> Arguments) : IpxeBoot;

    /// <summary>An EFI program: a shell, memtest, another loader. When it ends, the firmware goes on.</summary>
    /// <param name="Program">Its URL.</param>
    /// <param name="Arguments">Its arguments.</param>
    public sealed record EfiApplication(string Program, IReadOnlyList<string> Arguments) : IpxeBoot;

    /// <summary>A disk image in memory, by SYSLINUX's memdisk; BIOS only, and only for systems that ask the BIOS for their disk.</summary>
    /// <param name="Program">memdisk's URL.</param>
    /// <param name="Image">The image's URL.</param>
    /// <param name="Arguments"><c>iso raw</c>, <c>harddisk raw</c>, …</param>
    public sealed record Memdisk(string Program, string Image, IReadOnlyList<string> Arguments) : IpxeBoot;

    /// <summary>Windows' boot manager with its files, by wimboot.</summary>
    /// <param name="Program">wimboot's URL.</param>
    /// <param name="Files">Names (<c>BCD</c>, <c>boot.sdi</c>, <c>boot.wim</c>) and where they may be: media spell their directories both ways.</param>
    public sealed record Wimboot(string Program, IReadOnlyList<WimbootFile> Files) : IpxeBoot;

    /// <summary>A disk read over the network, block by block: a URL, <c>iscsi:…</c> or <c>aoe:…</c>.</summary>
    public sealed record RemoteDisk(string Address) : IpxeBoot;

    /// <summary>Another script.</summary>
    public sealed record Script(string Url) : IpxeBoot;

    /// <summary>The machine's own disk.</summary>
    public sealed record LocalDisk : IpxeBoot;
}

/// <summary>A file for wimboot.</summary>
/// <param name="Name">As the boot manager looks for it.</param>
/// <param name="Urls">Where it may be, tried in turn: 1 to 8.</param>
public sealed record WimbootFile(string Name, IReadOnlyList<string> Urls);
