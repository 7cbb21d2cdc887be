using System.Globalization;

namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>Writes a <see cref="MenuPage"/>: the first menu, a menu for each closed section, and what each choice leads to.</summary>
public sealed class MenuPageScript
{
    /// <summary>The most items of one script: iPXE searches the whole script at every jump.</summary>
    public const int MaximumItems = 300;

    /// <summary>What a kernel is told that uses the first serial line. The screen too: without tty0 a kernel that panics says so on the serial line only.</summary>
    public const string SerialArguments = "console=tty0 console=ttyS0,115200n8";

    private readonly MenuPage _page;
    private readonly IpxeScript _script;
    private bool _firmware;

    private MenuPageScript(MenuPage page, IpxeCapabilities? capabilities)
    {
        _page = page;
        _script = new IpxeScript(capabilities);
    }

    /// <summary>
    /// Writes the page's first script. When its items are more than <see cref="MaximumItems"/>, closed sections are fetched from
    /// <see cref="MenuPage.Address"/> as they are opened: write each by <see cref="WriteSection"/>.
    /// </summary>
    /// <exception cref="IpxeSyntaxException">No items, too many, a name twice, or text that cannot be written.</exception>
    public static string Write(MenuPage page, IpxeCapabilities? capabilities = null)
    {
        Check(page);
        return new MenuPageScript(page, capabilities).WritePage();
    }

    /// <summary>Writes one section alone, as its own script.</summary>
    /// <exception cref="IpxeSyntaxException">There is no such section, or as <see cref="Write"/>.</exception>
    public static string WriteSection(MenuPage page, string section, IpxeCapabilities? capabilities = null)
    {
        return Write(MenuScreens.Alone(page, section), capabilities);
    }

    /// <summary>True when the page is written as several scripts.</summary>
    public static bool IsSplit(MenuPage page) => page.Address is not null && page.Sections.Sum(static section => section.Items.Count) > MaximumItems;

    private static void Check(MenuPage page)
    {
        var items = page.Sections.SelectMany(static section => section.Items).ToList();
        if (items.Count == 0) throw new IpxeSyntaxException("a menu has at least one item");
        var here = IsSplit(page) ? page.Sections.Where(static section => section.IsOpen).Sum(static section => section.Items.Count) : items.Count;
        if (here > MaximumItems) throw new IpxeSyntaxException($"a menu has at most {MaximumItems} items in one script, not {here}: close sections and give the page an address");
        if (items.Select(static item => item.Name).Distinct(StringComparer.Ordinal).Count() != items.Count) throw new IpxeSyntaxException("two items of the menu have the same name");
        if (page.Sections.Select(static section => section.Name).Distinct(StringComparer.Ordinal).Count() != page.Sections.Count) throw new IpxeSyntaxException("two sections of the menu have the same name");
        if (page.Default is { } name && items.TrueForAll(item => item.Name != name)) throw new IpxeSyntaxException($"the menu's default '{name}' is not among its items");
        if (page.Search && page.Address is null) throw new IpxeSyntaxException("a menu with a search needs its own address");
        if (page.KnownRamMiB is <= 0) throw new IpxeSyntaxException("a machine has more memory than none");
    }

    private string WritePage()
    {
        _script.Comment("Racklight: a menu").Clear("rl-tries");
        if (_page.Told is { } told) _script.Tell(told);
        if (_page.IsSerial) _script.Set(SharedVariables.Serial, SerialArguments);
        else if (_page.Colours is { } colours) _script.Colours(colours);
        WriteScreen(MenuScreens.First(_page));
        foreach (var section in _page.Sections) AppendSection(section);
        foreach (var tool in MenuTools.Of(_page)) tool.Write(_script, MenuScreens.Top);
        if (_page.Back is { } back)
        {
            _script.Label(MenuScreens.Back).Doing("going back").Chain(back);
        }
        if (_firmware) _script.Label("firmware").ExitToFirmware();
        if (_script.CanFail) _script.WhenFailed(MenuScreens.Top);
        return _script.Build();
    }

    private void WriteScreen(MenuScreen screen)
    {
        var twice = screen.Lines.Where(static line => line.Key is not null).GroupBy(static line => line.Key).FirstOrDefault(static keys => keys.Count() > 1);
        if (twice is not null) throw new IpxeSyntaxException($"two items of one menu have the key {twice.Key}");
        _script.Label(screen.Label).Menu(screen.Title, [.. screen.Lines.Select(static line => new IpxeMenuItem(line.Label, line.Title, line.Key))], screen.Marked, screen.Timeout, screen.Cancelled);
    }

    private void AppendSection(MenuSection section)
    {
        if (section.Items.Count == 0) return;
        if (!section.IsOpen && IsSplit(_page))
        {
            _script.Label(MenuScreens.LabelOf(section)).Doing("fetching " + ScreenText.Line(section.Title, section.Name)).Chain($"{_page.Address!}&section={section.Name}");
            return;
        }
        if (!section.IsOpen) WriteScreen(MenuScreens.Of(_page, section));
        foreach (var item in section.Items) WriteItem(item, section.IsOpen ? MenuScreens.Top : MenuScreens.LabelOf(section));
    }

    private void WriteItem(MenuItem item, string back)
    {
        _script.Label(MenuScreens.LabelOf(item));
        if (item.RamMiB is { } needed && _page.KnownRamMiB is { } known && known < needed)
        {
            _script
                .Echo(string.Create(CultureInfo.InvariantCulture, $"This machine has {known} MiB of memory, and this needs {needed} MiB: it would fail on the way."))
                .Confirm('y', "Press y to boot it all the same, any other key to go back", TimeSpan.FromMinutes(1), back);
        }
        switch (item.Target)
        {
            case MenuTarget.Fetch fetch:
                IpxeText plain = fetch.Url, withAddress = $"{fetch.Url}{Setting.Variable(SharedVariables.Address)}";
                _script.Doing("fetching " + ScreenText.Line(item.Title, item.Name)).Chain(_page.AskAddress ? withAddress : plain);
                break;
            case MenuTarget.LocalDisk:
                _firmware = true;
                _script.GotoUnless(IpxeCondition.Equal(Setting.Platform, "pcbios"), "firmware").TryDrive(0x80).Goto("firmware");
                break;
            case MenuTarget.Shell:
                _script.Shell().Goto(back);
                break;
            case MenuTarget.Steps steps:
                _script.Doing(ScreenText.Line(item.Title, item.Name));
                steps.Write(_script, back);
                break;
        }
    }
}
