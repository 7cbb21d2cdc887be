using System.Globalization;

namespace Racklight.NetBoot.Ipxe.Scripts;

/// <summary>
/// Lays a <see cref="MenuPage"/> out: which lines stand on which list, what is marked, where Escape leads. The script writer writes these
/// lists, and whoever shows a menu elsewhere shows the same ones.
/// </summary>
public static class MenuScreens
{
    /// <summary>The label of the first list.</summary>
    public const string Top = "start";

    /// <summary>The label of what Escape leads to on a page that has somewhere to go back to.</summary>
    public const string Back = "back";

    /// <summary>The first list: open sections with their items, closed ones as a line each, then the questions.</summary>
    public static MenuScreen First(MenuPage page)
    {
        var lines = new List<MenuScreenLine>();
        var items = page.Sections.SelectMany(static section => section.Items).ToList();
        var chosen = items.Find(item => item.Name == page.Default) ?? items[0];
        // What is taken by itself must stand in the first list: only there does anybody wait.
        var isOpen = page.Sections.Where(static section => section.IsOpen).SelectMany(static section => section.Items).Contains(chosen);
        if (!isOpen && page.Default is not null && !MenuPageScript.IsSplit(page)) lines.Add(Line(chosen) with { Key = null });
        foreach (var section in page.Sections.Where(static section => section.Items.Count > 0))
        {
            if (!section.IsOpen)
            {
                lines.Add(new(LabelOf(section), ScreenText.Line(section.Title + " >", section.Name), section.Key) { Section = section });
                continue;
            }
            if (section.Title.Length > 0) lines.Add(new(null, ScreenText.Line(section.Title, section.Name)));
            lines.AddRange(section.Items.Select(Line));
        }
        var tools = MenuTools.Of(page);
        if (tools.Count > 0) lines.Add(new(null, ""));
        lines.AddRange(tools.Select(static tool => new MenuScreenLine(tool.Label, tool.Title, tool.Key)));
        var wanted = LabelOf(chosen);
        var marked = lines.Exists(line => line.Label == wanted) ? wanted : lines.First(static line => line.Label is not null).Label!;
        return new(Top, ScreenText.Line(page.Title, "Racklight"), lines, marked, page.Back is null ? Top : Back) { Timeout = page.Timeout };
    }

    /// <summary>The list of a closed section.</summary>
    public static MenuScreen Of(MenuPage page, MenuSection section)
    {
        var marked = section.Items.FirstOrDefault(item => item.Name == page.Default) ?? section.Items[0];
        return new(LabelOf(section), ScreenText.Line(section.Title, section.Name), [.. section.Items.Select(Line)], LabelOf(marked), Top);
    }

    /// <summary>A section of a page that is written as several scripts, as a page of its own.</summary>
    /// <exception cref="IpxeSyntaxException">There is no such section.</exception>
    public static MenuPage Alone(MenuPage page, string section)
    {
        var found = page.Sections.FirstOrDefault(s => s.Name == section) ?? throw new IpxeSyntaxException($"the menu has no section '{section}'");
        return page with { Title = found.Title, Sections = [found with { IsOpen = true }], Default = null, Timeout = null, Back = page.Address, Search = false };
    }

    internal static string LabelOf(MenuItem item) => "item-" + item.Name;

    internal static string LabelOf(MenuSection section) => "section-" + section.Name;

    private static MenuScreenLine Line(MenuItem item) => new(LabelOf(item), TitleOf(item), item.Key) { Item = item };

    private static string TitleOf(MenuItem item)
    {
        var memory = item.RamMiB is { } needed ? string.Create(CultureInfo.InvariantCulture, $" (needs {needed / 1024.0:0.#} GiB of memory)") : "";
        var note = item.Note is { Length: > 0 } text ? $" [{text}]" : "";
        return ScreenText.Line(item.Title + note + (item.RamMiB >= 1024 ? memory : ""), item.Name);
    }
}
