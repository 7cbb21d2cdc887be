namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>A menu as a machine shows it.</summary>
/// <param name="Title">Above the list. Any text; cleaned.</param>
/// <param name="Sections">What can be chosen; at least one item.</param>
public sealed record MenuPage(string Title, IReadOnlyList<MenuSection> Sections)
{
    /// <summary>The name of the item that is taken when nobody chooses, and marked before; null: the first.</summary>
    public string? Default { get; init; }

    /// <summary>After how long it is taken, 1 ms to 1 day; null: never.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Colours, where the client's iPXE can; null: iPXE's own.</summary>
    public MenuColours? Colours { get; init; }

    /// <summary>Where this page itself is fetched, with a query: sections of a large menu add <c>&amp;section=NAME</c>, a search <c>&amp;find=HEX</c> (the bytes typed, in hexadecimal). Null: one script, no search.</summary>
    public string? Address { get; init; }

    /// <summary>Where the machine tells that it shows the menu; null: nowhere. Answers with a script that does nothing.</summary>
    public string? Told { get; init; }

    /// <summary>Where Escape leads: a URL; null: the menu is shown again.</summary>
    public string? Back { get; init; }

    /// <summary>The machine's memory in MiB, as far as the server knows it from an inventory. No iPXE can compare numbers, so the machine cannot tell itself.</summary>
    public int? KnownRamMiB { get; init; }

    /// <summary>Offers a search; needs <see cref="Address"/>.</summary>
    public bool Search { get; init; }

    /// <summary>Offers to type a static address. It goes to the server as <c>&amp;ip=&amp;netmask=&amp;gateway=&amp;dns=</c> behind each item's URL, dotted quads or nothing.</summary>
    public bool AskAddress { get; init; }

    /// <summary>Offers to type kernel arguments; they stay in the machine and are put behind those of a <see cref="IpxeBoot.Linux"/>.</summary>
    public bool AskArguments { get; init; }

    /// <summary>Offers kernel messages on the first serial line (for a <see cref="IpxeBoot.Linux"/>).</summary>
    public bool AskSerial { get; init; }

    /// <summary>Serial from the start, and no colours: for machines whose only console is a serial line.</summary>
    public bool IsSerial { get; init; }
}

/// <summary>Items that belong together.</summary>
/// <param name="Name">1 to 30 letters, digits and hyphens; distinct within the page.</param>
/// <param name="Title">Any text; cleaned.</param>
/// <param name="Items">The items.</param>
public sealed record MenuSection(string Name, string Title, IReadOnlyList<MenuItem> Items)
{
    /// <summary>True: its items stand in the first menu under its title; false: they have a menu of their own.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The key that opens it: a-z or 0-9.</summary>
    public char? Key { get; init; }
}

/// <summary>Something to choose.</summary>
/// <param name="Name">1 to 30 letters, digits and hyphens; distinct within the page.</param>
/// <param name="Title">Any text; cleaned.</param>
/// <param name="Target">What choosing it does.</param>
public sealed record MenuItem(string Name, string Title, MenuTarget Target)
{
    /// <summary>The key that chooses it: a-z or 0-9, distinct within its menu.</summary>
    public char? Key { get; init; }

    /// <summary>Shown in brackets behind the title. Any text; cleaned.</summary>
    public string? Note { get; init; }

    /// <summary>The memory that it needs, in MiB; asked about first when the machine is known to have less, else only shown.</summary>
    public int? RamMiB { get; init; }
}

/// <summary>What choosing an item does.</summary>
public abstract record MenuTarget
{
    private MenuTarget()
    {
    }

    /// <summary>Goes on with the script at a URL.</summary>
    public sealed record Fetch(string Url) : MenuTarget;

    /// <summary>The machine's own disk.</summary>
    public sealed record LocalDisk : MenuTarget;

    /// <summary>iPXE's shell; leaving it comes back to the menu.</summary>
    public sealed record Shell : MenuTarget;

    /// <summary>Lines of the caller's own, written where the item leads to. They must end in a jump, a chain or an exit; the word given is the label of the menu to go back to.</summary>
    /// <param name="Write">Writes them.</param>
    public sealed record Steps(Action<IpxeScript, string> Write) : MenuTarget;
}
