using System.Globalization;
using Racklight.Menus.Entries;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Scripts;
using Racklight.Sites;
using Section = Racklight.NetBoot.Ipxe.Scripts.MenuSection;

namespace Racklight.Nodes.Machines;

/// <summary>An entry that a machine's menu does not show.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Why">Why not, to follow its title.</param>
internal sealed record LeftOut(CatalogEntry Entry, string Why);

/// <summary>
/// The menu of one machine: its own disk first and by itself, then the site's entries, then the catalog section by section, without what
/// cannot boot there. The machine's script and the dashboard's picture of it are both made of this.
/// </summary>
internal sealed class MachineMenu
{
    // An unattended machine that nobody named goes on to its own disk, as it did before this server came.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private const string Last = "last";
    private const string FirstFound = "e0";
    private readonly BootRequest _request;
    private readonly Dictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<LeftOut> _leftOut = [];

    private MachineMenu(BootRequest request, Site site, MenuSettings settings, string? last)
    {
        _request = request;
        Page = PageOf(site, settings, last);
    }

    /// <summary>The page.</summary>
    public MenuPage Page { get; }

    /// <summary>What each item of the page boots, by the item's name; the machine's own disk, the shell and the like are not among them.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Entries => _entries;

    /// <summary>What is in the catalog and not in this menu.</summary>
    public IReadOnlyList<LeftOut> LeftOut => _leftOut;

    /// <summary>Makes it.</summary>
    /// <param name="request">Who asks; its <see cref="BootRequest.Find"/> limits the list.</param>
    /// <param name="site">The site.</param>
    /// <param name="node">The machine's file; null when no file names it.</param>
    /// <param name="last">The entry that was chosen there last, or null.</param>
    /// <exception cref="ProblemException">The site's entries have faults.</exception>
    public static MachineMenu Of(BootRequest request, Site site, NodeFile? node, string? last) => new(request, site, site.MenuOf(node), last);

    /// <summary>The script of the menu, or of the part of it that <see cref="BootRequest.Section"/> names.</summary>
    /// <param name="told">Where the machine tells that it shows the menu, or null.</param>
    /// <exception cref="ProblemException">It cannot be written.</exception>
    public string Write(string? told = null)
    {
        try
        {
            return MenuPageScript.Write(Shown with { Told = told }, _request.Capabilities);
        }
        catch (IpxeSyntaxException e)
        {
            throw new ProblemException("the menu cannot be written: " + e.Message, "racklight site check", ExitCodes.Usage, e);
        }
    }

    /// <summary>The page, or the part of a large one that is asked for.</summary>
    public MenuPage Shown => _request.Section is { } part && MenuPageScript.IsSplit(Page) ? MenuScreens.Alone(Page, part) : Page;

    private MenuPage PageOf(Site site, MenuSettings settings, string? last)
    {
        var first = new List<MenuItem> { new("disk", "Start from this machine's own disk", new MenuTarget.LocalDisk()) };
        var sections = new List<Section> { new("start", _request.Find is null ? "This machine" : $"Found for {_request.Find}", first) { IsOpen = true } };
        foreach (var group in Shows(site).GroupBy(static entry => entry.Section))
        {
            sections.Add(new Section($"s{sections.Count}", Menus.Entries.MenuSection.Of(group.Key).Title, [.. group.Select(Item)]) { IsOpen = group.Key == "site" || _request.Find is not null });
        }
        if (_request.Find is null)
        {
            // At hand, but not by itself: a machine must not be installed anew because nobody stood before it.
            if (_entries.Values.FirstOrDefault(entry => entry.Id == last) is { } again) first.Add(Item(again, Last) with { Note = "last time" });
            sections.Add(new Section("more", "More", [new MenuItem("ref", "Try a branch or commit of the site", new MenuTarget.Fetch($"{_request.Files}/ref.ipxe")), new MenuItem("shell", "iPXE shell", new MenuTarget.Shell())]) { IsOpen = true });
        }
        return new MenuPage(settings.Title ?? $"{site.File.Name}: what shall this machine boot?", sections)
        {
            Default = DefaultOf(settings),
            Timeout = settings.Timeout == "never" || _request.Find is not null ? null : LeaseTime.TryParse(settings.Timeout, out var timeout) ? timeout : Patience,
            Colours = settings.Colours is { } colours ? new MenuColours(Colour(colours.Background), Colour(colours.Text), Colour(colours.Marked)) : null,
            IsSerial = settings.Console == "serial",
            KnownRamMiB = _request.MemoryMiB,
            Address = UrlOf("menu"),
            Search = _request.Find is null,
            AskAddress = true,
            AskArguments = true,
            AskSerial = true,
        };
    }

    // What cannot boot on this machine is not on its list, and cannot be taken by itself either.
    private string DefaultOf(MenuSettings settings) => settings.Default switch
    {
        // Whoever searched is there and means what was found.
        _ when _request.Find is not null && _entries.Count > 0 => FirstFound,
        null or "local" => "disk",
        "last" => _entries.ContainsKey(Last) ? Last : "disk",
        var name => _entries.FirstOrDefault(item => item.Value.Id == name).Key ?? "disk",
    };

    private static int Colour(string text) => int.Parse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private IEnumerable<CatalogEntry> Shows(Site site)
    {
        var catalog = Catalog.Load(site);
        var machine = EntryScripts.MachineOf(_request);
        foreach (var entry in _request.Find is { } query ? catalog.Find(query) : catalog.Entries)
        {
            var why = entry.Hidden ? "is hidden by the site" : machine is var (architecture, firmware) ? entry.Refusal(architecture, firmware) : null;
            if (why is null) yield return entry;
            else _leftOut.Add(new LeftOut(entry, why));
        }
    }

    // Names of items are shorter, and of fewer characters, than names of entries.
    private MenuItem Item(CatalogEntry entry) => Item(entry, $"e{_entries.Count}");

    private MenuItem Item(CatalogEntry entry, string name)
    {
        _entries.Add(name, entry);
        return new MenuItem(name, entry.Title, new MenuTarget.Fetch(UrlOf(entry.Id))) { RamMiB = (entry.Ram ?? entry.Recipe.Ram.Mib) is > 0 and var needed ? needed : null, Note = EntryScripts.Note(_request, entry) };
    }

    private string UrlOf(string entry)
    {
        var at = _request.At is { } other ? $"/ref/{other.Commit}" : "";
        var url = $"{_request.Files}{at}/boot.ipxe?mac={_request.Mac.ToHyphens()}&entry={entry}";
        if (_request.Uuid is { } uuid) url += $"&uuid={uuid}";
        if (_request.Memory is { } memory) url += $"&memory={memory}";
        return _request.Firmware is null ? url : $"{url}&platform={_request.Platform}&arch={_request.Arch}";
    }
}
