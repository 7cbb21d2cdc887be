using Racklight.Sites.Checks;
using Racklight.Yaml;

namespace Racklight.Sites;

/// <summary>What may stand behind <c>boots:</c>: an image or its channel, a menu entry, <c>menu</c> or <c>local</c>.</summary>
public static class BootsWord
{
    /// <summary>What is wrong with a word for a machine of that site, and what to try; null: it can be booted, as far as the site's files tell.</summary>
    public static (string Message, string? Hint)? Fault(Site site, string boots) => Fault(site.Images, site.Menu, boots, ofEntry: false);

    internal static (string Message, string? Hint)? Fault<TImage, TEntry>(IReadOnlyDictionary<string, TImage> images, IReadOnlyDictionary<string, TEntry> menu, string boots, bool ofEntry)
    {
        if (boots == "local" || (boots == "menu" && !ofEntry)) return null;
        if (boots == "menu") return ("an entry cannot boot the menu that it is in", "an image's channel, local, or the URL of an iPXE script");
        if (boots.Contains("://", StringComparison.Ordinal)) return Url(boots, ofEntry);
        var at = boots.IndexOf('@', StringComparison.Ordinal);
        var name = at < 0 ? boots : boots[..at];
        if (at >= 0 && !Names.IsValid(boots.AsSpan(at + 1))) return ($"`{boots[(at + 1)..]}` is not a channel: {Names.Want}", $"{name}@stable");
        if (images.ContainsKey(name)) return null;
        if (!ofEntry && menu.ContainsKey(name)) return at < 0 ? null : ($"`{name}` is a menu entry: only images have channels", name);
        var catalog = SiteReader.Catalog?.Ids ?? [];
        if (!ofEntry && at < 0 && catalog.Contains(name)) return null;
        string[] words = ofEntry ? ["local"] : ["local", "menu"];
        var choices = at >= 0 ? images.Keys : ofEntry ? words.Concat(images.Keys) : words.Concat(images.Keys).Concat(menu.Keys).Concat(catalog);
        var near = NearestWord.Of(name, choices);
        var kind = at >= 0 || ofEntry ? "image" : "image or menu entry";
        return ($"there is no {kind} `{name}`{Meant(near is null || at < 0 ? near : near + boots[at..])}", near is null ? Known("images", images.Keys, $"images/{name}/image.yaml") : null);
    }

    internal static string Known(string what, IEnumerable<string> names, string file)
    {
        var list = string.Join(", ", names.Order(StringComparer.Ordinal).Take(12));
        return list.Length > 0 ? $"the {what} are {list}; or write {file}" : $"write {file}";
    }

    internal static string Meant(string? near) => near is null ? "" : $", did you mean `{near}`?";

    private static (string Message, string? Hint)? Url(string boots, bool ofEntry)
    {
        if (!ofEntry) return ("a URL can be booted from a menu entry only", "write menu/NAME.yaml with `boots: URL`, and `boots: NAME` here");
        return WebAddress.Fault(boots) is { } fault ? ($"`{boots}` {fault}", "http://server/script.ipxe") : null;
    }
}
