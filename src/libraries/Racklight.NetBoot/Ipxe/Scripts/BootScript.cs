namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>Starts what it is given, whatever its kind.</summary>
public static class BootScript
{
    private const string WrongFirmware = "wrong-firmware";

    /// <summary>Writes it.</summary>
    /// <param name="boot">What is booted.</param>
    /// <param name="capabilities">The client's; null: the oldest supported iPXE's.</param>
    /// <exception cref="IpxeSyntaxException">An address, a name or an argument cannot be written.</exception>
    public static string Write(IpxeBoot boot, IpxeCapabilities? capabilities = null)
    {
        if (boot is IpxeBoot.LocalDisk) return LocalBootScript.Write(boot.Title, boot.Told);
        var script = new IpxeScript(capabilities) { TellWhenFetched = boot.Told is { } address ? IpxeText.FromString(address) : null }.Comment("Racklight: boots " + Kind(boot)).Clear("rl-tries").Label("start");
        foreach (var line in ScreenText.Lines(boot.Title)) script.Echo(line);
        var (firmware, name) = Firmware(boot);
        if (firmware is not null) script.GotoUnless(IpxeCondition.Equal(Setting.Platform, firmware), WrongFirmware);
        // What is fetched and started by one command, or never fetched whole, is told before.
        if (boot is IpxeBoot.EfiApplication or IpxeBoot.RemoteDisk or IpxeBoot.Script && boot.Told is { } told) script.Tell(told);
        Boot(script, boot);
        if (firmware is not null)
        {
            script.Label(WrongFirmware)
                .Echo($"Racklight: this boots {name} machines only, and this one runs {Setting.Platform}")
                .Sleep(TimeSpan.FromSeconds(10))
                .ExitToFirmware();
        }
        return script.WhenFailed("start").Build();
    }

    private static void Boot(IpxeScript script, IpxeBoot boot)
    {
        switch (boot)
        {
            case IpxeBoot.Linux linux:
                script.Boot(linux.Kernel, linux.Initrds, [.. Texts(linux.Arguments), Setting.Variable(SharedVariables.Serial), Setting.Variable(SharedVariables.Arguments)]);
                break;
            case IpxeBoot.EfiApplication application:
                script.Doing("fetching " + application.Program).Run(application.Program, Texts(application.Arguments)).ExitToFirmware();
                break;
            case IpxeBoot.Memdisk memdisk:
                script.Load(memdisk.Program, "memdisk", Texts(memdisk.Arguments), [new IpxeFile("disk.img", [memdisk.Image])]);
                break;
            case IpxeBoot.Wimboot wimboot:
                script.Load(wimboot.Program, "wimboot", [], [.. wimboot.Files.Select(static file => new IpxeFile(file.Name, Texts(file.Urls), NamedTwice: true))]);
                break;
            case IpxeBoot.RemoteDisk disk:
                script.Doing("starting " + disk.Address).BootRemoteDisk(disk.Address).ExitToFirmware();
                break;
            case IpxeBoot.Script other:
                script.Doing("fetching " + other.Url).Chain(other.Url);
                break;
            default:
                throw new ArgumentException($"A boot of the kind {boot.GetType().Name} is not known.", nameof(boot));
        }
    }

    private static (string? Platform, string Name) Firmware(IpxeBoot boot) => boot switch
    {
        IpxeBoot.EfiApplication => ("efi", "UEFI"),
        IpxeBoot.Memdisk => ("pcbios", "BIOS"),
        _ => (null, ""),
    };

    private static string Kind(IpxeBoot boot) => boot switch
    {
        IpxeBoot.Linux => "a kernel",
        IpxeBoot.EfiApplication => "an EFI program",
        IpxeBoot.Memdisk => "a disk image in memory",
        IpxeBoot.Wimboot => "Windows' boot manager",
        IpxeBoot.RemoteDisk => "a disk over the network",
        _ => "what another script says",
    };

    private static List<IpxeText> Texts(IEnumerable<string> texts) => [.. texts.Select(IpxeText.FromString)];
}
