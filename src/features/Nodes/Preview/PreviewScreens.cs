using System.Globalization;
using Racklight.Menus.Preview;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Nodes.Machines;
using Section = Racklight.NetBoot.Ipxe.Scripts.MenuSection;

namespace Racklight.Nodes.Preview;

/// <summary>A list of a machine's menu, in words that need no iPXE.</summary>
internal static class PreviewScreens
{
    /// <summary>The list that is asked for.</summary>
    /// <exception cref="ProblemException">The menu has no such section, or cannot be written.</exception>
    public static PreviewScreen Of(MachineMenu menu, PreviewQuestion question)
    {
        var script = menu.Write();
        var section = question.Section is { } name ? Find(menu.Page, name) : null;
        // A large menu's sections are pages of their own; those of others are lists of the first script.
        var screen = section is null || MenuPageScript.IsSplit(menu.Page) ? MenuScreens.First(menu.Shown) : MenuScreens.Of(menu.Page, section);
        var page = menu.Page;
        return new PreviewScreen(screen.Title, [.. screen.Lines.Select(line => LineOf(menu, screen, line))])
        {
            IsInner = section is not null,
            Timeout = screen.Timeout,
            LeftOut = LeftOut(menu, section),
            Colours = page is { Colours: { } colours, IsSerial: false } ? (Hex(colours.Background), Hex(colours.Text), Hex(colours.Chosen)) : null,
            IsSerial = page.IsSerial,
            Script = script,
        };
    }

    private static Section Find(MenuPage page, string name)
        => page.Sections.FirstOrDefault(section => section.Name == name && !section.IsOpen) ?? throw new ProblemException("this machine's menu has no such section", "go back to its first list", ExitCodes.NotSo);

    private static PreviewLine LineOf(MachineMenu menu, MenuScreen screen, MenuScreenLine line)
    {
        var (action, name) = line switch
        {
            { Label: null } => (PreviewAction.None, null),
            { Section: { } section } => (PreviewAction.Section, section.Name),
            { Item: { } item } when menu.Entries.TryGetValue(item.Name, out var entry) => (PreviewAction.Entry, entry.Id),
            { Item.Target: MenuTarget.LocalDisk } => (PreviewAction.Disk, (string?)"local"),
            { Item.Target: MenuTarget.Shell } => (PreviewAction.Shell, null),
            { Item: not null } => (PreviewAction.Ref, null),
            { Key: '/' } => (PreviewAction.Search, null),
            _ => (PreviewAction.Question, null),
        };
        return new PreviewLine(line.Text, action)
        {
            Name = name,
            Key = line.Key,
            IsMarked = line.Label == screen.Marked,
            Warning = line.Item is { RamMiB: { } needed } && menu.Page.KnownRamMiB is { } known && known < needed
                ? string.Create(CultureInfo.InvariantCulture, $"asks first: the machine has {known} MiB of memory, and this needs {needed} MiB")
                : null,
        };
    }

    private static IReadOnlyList<PreviewLeftOut> LeftOut(MachineMenu menu, Section? section)
    {
        // On the first list stand the site's entries; what of the catalog is left out belongs to the lists of its sections.
        var shown = section?.Title;
        return [.. menu.LeftOut
            .Where(left => menu.Page.Sections.All(other => other.IsOpen) || Title(left) is var title && (shown is null ? !menu.Page.Sections.Any(other => !other.IsOpen && other.Title == title) : title == shown))
            .Select(static left => new PreviewLeftOut(left.Entry.Id, left.Entry.Title, left.Why))];
    }

    private static string Title(LeftOut left) => Menus.Entries.MenuSection.Of(left.Entry.Section).Title;

    private static string Hex(int colour) => string.Create(CultureInfo.InvariantCulture, $"#{colour:x6}");
}
