namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>Something to choose.</summary>
/// <param name="Title">What is shown. Any text; cleaned.</param>
/// <param name="Url">The script that it leads to; null: the machine's own disk.</param>
public sealed record MenuEntry(string Title, string? Url);

/// <summary>A list to choose from.</summary>
public static class MenuScript
{
    /// <summary>The most entries of one menu: more than fit on a screen, few enough for iPXE's memory.</summary>
    public const int MaximumEntries = 200;

    /// <summary>Writes it.</summary>
    /// <param name="title">Above the list. Any text; cleaned.</param>
    /// <param name="entries">1 to 200.</param>
    /// <param name="byDefault">The index of the entry that is taken when nobody chooses.</param>
    /// <param name="timeout">After how long; null: waits for ever.</param>
    /// <param name="capabilities">The client's; null: the oldest's.</param>
    /// <exception cref="IpxeSyntaxException">No entries, too many, or a URL that cannot be written.</exception>
    public static string Write(string title, IReadOnlyList<MenuEntry> entries, int byDefault, TimeSpan? timeout, IpxeCapabilities? capabilities = null)
    {
        if (entries.Count is 0 or > MaximumEntries) throw new IpxeSyntaxException($"a menu has 1 to {MaximumEntries} entries, not {entries.Count}");
        if (byDefault < 0 || byDefault >= entries.Count) throw new IpxeSyntaxException($"the menu's default is entry {byDefault}, of {entries.Count}");
        var script = new IpxeScript(capabilities).Comment("Racklight: a menu").Clear("rl-tries").Label("start");
        script.Menu(ScreenText.Line(title, "Racklight"), [.. entries.Select((entry, i) => new IpxeMenuItem(Name(i), ScreenText.Line(entry.Title, Name(i))))], Name(byDefault), timeout, "start");
        for (var i = 0; i < entries.Count; i++)
        {
            script.Label(Name(i));
            if (entries[i].Url is { } url) script.Doing("fetching " + ScreenText.Line(entries[i].Title, Name(i))).Chain(url);
            else script.GotoUnless(IpxeCondition.Equal(Setting.Platform, "pcbios"), "firmware").TryDrive(0x80).Goto("firmware");
        }
        if (entries.Any(entry => entry.Url is null)) script.Label("firmware").ExitToFirmware();
        if (entries.Any(entry => entry.Url is not null)) script.WhenFailed("start");
        return script.Build();
    }

    private static string Name(int index) => "entry-" + (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
