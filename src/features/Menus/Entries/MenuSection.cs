namespace Racklight.Menus.Entries;

/// <summary>A part of the menu.</summary>
/// <param name="Id">The word that entries name it by.</param>
/// <param name="Title">What the menu shows.</param>
public sealed record MenuSection(string Id, string Title)
{
    private static readonly MenuSection[] Known =
    [
        new("site", "This site"),
        new("linux", "Linux installers"),
        new("live", "Live systems"),
        new("cluster", "Container and cluster systems"),
        new("hypervisor", "Hypervisors"),
        new("bsd", "BSD"),
        new("windows", "Windows"),
        new("network", "Routers and firewalls"),
        new("tools", "Tools"),
    ];

    /// <summary>The section of a word: one of those above, or one that a site made up.</summary>
    public static MenuSection Of(string id) => Known.FirstOrDefault(section => section.Id == id) ?? new MenuSection(id, char.ToUpperInvariant(id[0]) + id[1..].Replace('-', ' '));

    /// <summary>Its place in the menu: known ones first, in that order.</summary>
    internal static int RankOf(string id) => Array.FindIndex(Known, section => section.Id == id) is >= 0 and var rank ? rank : Known.Length;
}
