using Racklight.Menus.Recipes;
using Racklight.Sites;

namespace Racklight.Menus.Import;

/// <summary>Turns utilities into entries, unless they are endpoints under another name.</summary>
internal sealed class UtilityImport(Upstream upstream, Outcomes outcomes, EntryDrafts drafts)
{
    private readonly UpstreamFile _file = upstream.Files.Defaults;
    private readonly UpstreamTexts _texts = new(upstream);
    private readonly Dictionary<string, string> _usedBy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sameText = new(StringComparer.Ordinal);

    /// <summary>The entries that fetch from an endpoint, by the endpoint's key.</summary>
    public IReadOnlyDictionary<string, string> UsedBy => _usedBy;

    /// <summary>Makes the entries. After the endpoints.</summary>
    public void Run()
    {
        foreach (var utility in upstream.Utilities) Import(utility);
    }

    private void Import(UpstreamUtility utility)
    {
        var from = new HashSet<string>(StringComparer.Ordinal);
        var boot = Boot(utility, from, out var fault);
        if (from.Count == 0 && boot is null && fault is null) from.UnionWith(upstream.Endpoints.Values.Where(endpoint => endpoint.Os == utility.Id || endpoint.Id == utility.Id).Select(static endpoint => endpoint.Id));
        if (from.Select(id => outcomes.EntryOf("endpoint", id)).OfType<string>().FirstOrDefault() is { } known)
        {
            Say(Outcomes.Outcome.Imported, utility, $"the same as the endpoint {from.First(id => outcomes.EntryOf("endpoint", id) == known)}", known);
        }
        else if (fault is not null)
        {
            Say(Outcomes.Outcome.Warning, utility, fault);
        }
        else if (boot is null)
        {
            Say(Outcomes.Outcome.NeedsRecipe, utility, $"how it boots is in its own script ({utility.Id}.ipxe), not in the data");
        }
        else if (_sameText.TryGetValue($"{utility.Id} {utility.Kernel} {utility.Initrd} {utility.Path}", out var twin))
        {
            drafts.Extend(twin, Architectures(utility, boot.Recipe!), FirmwareOf(utility));
            Say(Outcomes.Outcome.Imported, utility, "the same as in another list", twin);
        }
        else
        {
            Add(utility, boot, from);
        }
    }

    private void Add(UpstreamUtility utility, MenuFile boot, IReadOnlyCollection<string> from)
    {
        var name = _texts.Fill(utility.Name ?? utility.Id, new HashSet<string>(), out _) ?? utility.Id;
        var version = utility.Version is { } text ? _texts.Fill(text, new HashSet<string>(), out _) : null;
        var entry = drafts.Add(utility.Id, boot with { Title = EntryDrafts.Title(name), Section = "tools", Os = EndpointImport.ShortName(utility.Id), Version = version, Architectures = Architectures(utility, boot.Recipe!), Firmware = FirmwareOf(utility), Hide = utility.Enabled ? null : true }, out var fault);
        if (entry is null)
        {
            Say(Outcomes.Outcome.Warning, utility, fault!);
            return;
        }
        _sameText[$"{utility.Id} {utility.Kernel} {utility.Initrd} {utility.Path}"] = entry;
        foreach (var id in from) _usedBy.TryAdd(id, entry);
        Say(Outcomes.Outcome.Imported, utility, utility.Enabled ? $"by {boot.Recipe}" : $"by {boot.Recipe}; hidden, since it is disabled there", entry);
    }

    /// <summary>What it boots, as its type says; null without a fault: its own script says.</summary>
    private MenuFile? Boot(UpstreamUtility utility, ISet<string> from, out string? fault)
    {
        fault = null;
        switch (utility.Type)
        {
            case "ipxemenu":
                return null;
            case "direct" or "sanboot" when utility.Kernel is not null:
                var line = _texts.Fill(utility.Kernel, from, out fault);
                var initrd = fault is null && utility.Initrd is { } text ? _texts.Fill(text, from, out fault) : null;
                return line is null || fault is not null ? null : utility.Type == "sanboot" ? With("sanboot", "disk", line) : Direct(line, initrd);
            case "memdisk" or "memtest" when utility.Path is not null:
                var url = _texts.Fill(utility.Path, from, out fault);
                return url is null ? null : utility.Type == "memdisk" ? With("memdisk", "disk", url) : With("memtest86plus", "kernel", url);
            default:
                fault = utility.Type is null ? "it has no type" : $"its type `{EndpointImport.Shown(utility.Type)}` is unknown, or lacks what it fetches";
                return null;
        }
    }

    /// <summary>A URL and a command line in one text, and an initrd.</summary>
    private static MenuFile Direct(string line, string? initrd)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var url = space < 0 ? line : line[..space];
        var options = space < 0 ? "" : line[space..].Trim();
        if (initrd is null && url.EndsWith(".efi", StringComparison.OrdinalIgnoreCase)) return With("efi-app", "app", url, options);
        var made = With("kernel", "kernel", url, options);
        return initrd is null ? made : made with { Files = new Dictionary<string, MenuFileSource>(made.Files!) { ["initrd"] = new() { Url = Placeholders.Escape(initrd) } } };
    }

    private static MenuFile With(string recipe, string role, string url, string? options = null) => new()
    {
        Recipe = recipe,
        Files = new Dictionary<string, MenuFileSource> { [role] = new() { Url = Placeholders.Escape(url) } },
        Values = string.IsNullOrEmpty(options) ? null : new Dictionary<string, string> { ["options"] = Placeholders.Escape(options) },
    };

    /// <summary>The list that it stands in says where it works.</summary>
    private static string[] Architectures(UpstreamUtility utility, string recipe)
    {
        var known = RecipeBook.Get(recipe).Architectures;
        var word = utility.Group.Contains("arm", StringComparison.Ordinal) ? "arm64" : utility.Group.Contains("32", StringComparison.Ordinal) ? "x86" : "x64";
        return known.ContainsKey(word) ? [word] : [known.Keys.First()];
    }

    private static string[] FirmwareOf(UpstreamUtility utility) => utility.Group.Contains("pcbios", StringComparison.Ordinal) ? ["bios"] : ["uefi"];

    private void Say(Outcomes.Outcome outcome, UpstreamUtility utility, string reason, string? entry = null) => outcomes.Add(outcome, "utility", $"{utility.Group}/{utility.Id}", reason, _file, utility.Node, entry);
}
