namespace Racklight.Menus.Preview;

/// <summary>A menu as a machine would show it.</summary>
public sealed record MenuPreview
{
    /// <summary>The machine; null: one that nobody knows.</summary>
    public PreviewMachine? Machine { get; init; }

    /// <summary>What was taken for its architecture.</summary>
    public Architecture Architecture { get; init; }

    /// <summary>What was taken for its firmware.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>What was taken for its memory, in MiB; null: not known, so nothing is asked.</summary>
    public int? Memory { get; init; }

    /// <summary>The iPXE that the script is written for, in words.</summary>
    public string Loader { get; init; } = "";

    /// <summary>The commit that the site was read at; null outside git.</summary>
    public string? Commit { get; init; }

    /// <summary>The ref's full name, when one was asked for.</summary>
    public string? RefName { get; init; }

    /// <summary>The ref is not protected: secrets are masked, and only images that exist are given out.</summary>
    public bool Masked { get; init; }

    /// <summary>What is wrong, with its places; then there may be nothing else.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>What the machine boots when it is switched on: <c>menu</c>, <c>kvm@stable</c>, …</summary>
    public string Boots { get; init; } = "menu";

    /// <summary>The list that is looked at.</summary>
    public PreviewScreen? Screen { get; init; }

    /// <summary>What a choice boots; null when none was asked for.</summary>
    public ChoicePreview? Choice { get; init; }
}

/// <summary>A list on the screen.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Lines">Its lines.</param>
public sealed record PreviewScreen(string Title, IReadOnlyList<PreviewLine> Lines)
{
    /// <summary>It is the list of a section, from which Escape leads back.</summary>
    public bool IsInner { get; init; }

    /// <summary>After how long the marked line is taken by itself; null: never.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What is in the catalog and not on this list, since this machine cannot boot it or the site hides it.</summary>
    public IReadOnlyList<PreviewLeftOut> LeftOut { get; init; } = [];

    /// <summary>The colours, each <c>#rrggbb</c>: background, text, marked line; null: the machine's own.</summary>
    public (string Background, string Text, string Marked)? Colours { get; init; }

    /// <summary>Kernels get a serial console without being asked.</summary>
    public bool IsSerial { get; init; }

    /// <summary>The script behind it.</summary>
    public string Script { get; init; } = "";
}

/// <summary>What choosing a line does.</summary>
public enum PreviewAction
{
    /// <summary>Nothing: it is only read.</summary>
    None,

    /// <summary>Opens a section.</summary>
    Section,

    /// <summary>Boots an entry.</summary>
    Entry,

    /// <summary>Starts from the machine's own disk.</summary>
    Disk,

    /// <summary>Asks for a branch or commit.</summary>
    Ref,

    /// <summary>Opens iPXE's shell.</summary>
    Shell,

    /// <summary>Asks for words to search for.</summary>
    Search,

    /// <summary>Asks for something else at the machine.</summary>
    Question,
}

/// <summary>A line.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="Action">What choosing it does.</param>
public sealed record PreviewLine(string Text, PreviewAction Action)
{
    /// <summary>The section or the entry.</summary>
    public string? Name { get; init; }

    /// <summary>The key that chooses it.</summary>
    public char? Key { get; init; }

    /// <summary>Marked at first, and taken when nobody chooses.</summary>
    public bool IsMarked { get; init; }

    /// <summary>What the machine asks before, since it has too little memory; else null.</summary>
    public string? Warning { get; init; }
}

/// <summary>An entry that is not shown.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">Its title.</param>
/// <param name="Why">Why not, to follow the title.</param>
public sealed record PreviewLeftOut(string Id, string Title, string Why);
