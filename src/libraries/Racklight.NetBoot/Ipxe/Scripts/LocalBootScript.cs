namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>Lets a machine go on from its own disk.</summary>
public static class LocalBootScript
{
    /// <summary>Writes it.</summary>
    /// <param name="title">Shown before. Any text; cleaned.</param>
    public static string Write(params IReadOnlyList<string> title) => Write(title, null);

    /// <summary>Writes it.</summary>
    /// <param name="title">Shown before. Any text; cleaned.</param>
    /// <param name="told">Where the machine tells that it does so; null: nowhere.</param>
    public static string Write(IReadOnlyList<string> title, string? told)
    {
        var script = new IpxeScript().Comment("Racklight: starts from the local disk");
        foreach (var line in ScreenText.Lines(title)) script.Echo(line);
        if (told is not null) script.Tell(told);
        return script
            // UEFI goes on with its next boot option when this one says that it failed. A BIOS may only have the network in its list,
            // so its first disk is started here; if there is none, the BIOS decides.
            .GotoUnless(IpxeCondition.Equal(Setting.Platform, "pcbios"), "firmware")
            .TryDrive(0x80)
            .Echo("Racklight: the first disk does not start, going on with the firmware's next boot device")
            .Label("firmware")
            .ExitToFirmware()
            .Build();
    }
}
