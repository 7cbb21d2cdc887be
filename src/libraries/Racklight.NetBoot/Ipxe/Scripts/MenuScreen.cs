namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>One list of a menu as it stands on a machine's screen.</summary>
/// <param name="Label">Where it is in the script.</param>
/// <param name="Title">Above the list.</param>
/// <param name="Lines">The list.</param>
/// <param name="Marked">The label of the line that is marked at first.</param>
/// <param name="Cancelled">The label that Escape leads to.</param>
public sealed record MenuScreen(string Label, string Title, IReadOnlyList<MenuScreenLine> Lines, string Marked, string Cancelled)
{
    /// <summary>After how long the marked line is taken; null: never.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>A line of a list.</summary>
/// <param name="Label">Where choosing it leads; null for a line that is only read.</param>
/// <param name="Title">What is shown; a machine fills settings in.</param>
/// <param name="Key">The key that chooses it.</param>
public sealed record MenuScreenLine(string? Label, IpxeText Title, char? Key = null)
{
    /// <summary>The item that it chooses, if it is one.</summary>
    public MenuItem? Item { get; init; }

    /// <summary>The section that it opens, if it does.</summary>
    public MenuSection? Section { get; init; }

    /// <summary>What a machine shows while nothing was typed at it yet: every setting empty.</summary>
    public string Text => string.Concat(Title.Parts.OfType<string>());
}
