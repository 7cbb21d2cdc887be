using Racklight.Menus.Entries;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Menus.Import;

/// <summary>Entries that are being made of netboot.xyz's records; only what would pass a site's check becomes one.</summary>
internal sealed class EntryDrafts
{
    /// <summary>Before every name, so that no entry of ours, now or after an upgrade, has the same.</summary>
    public const string Prefix = "nbxyz-";

    private const int LongestTitle = 60;
    private const int LongestWord = 63;
    private readonly Dictionary<string, MenuFile> _entries = new(StringComparer.Ordinal);

    /// <summary>The entries, in the order in which they were made.</summary>
    public IReadOnlyDictionary<string, MenuFile> All => _entries;

    /// <summary>Adds an entry.</summary>
    /// <param name="id">A record's key: any text.</param>
    /// <param name="entry">What it boots.</param>
    /// <param name="fault">Why it is none; null when it was added.</param>
    /// <returns>The entry's name.</returns>
    public string? Add(string id, MenuFile entry, out string? fault)
    {
        var name = NameOf(id);
        fault = Fault(name, entry);
        if (fault is not null) return null;
        _entries.Add(name, entry);
        return name;
    }

    /// <summary>Says that an entry works on more machines than was known.</summary>
    public void Extend(string name, IEnumerable<string> architectures, IEnumerable<string> firmware)
    {
        var entry = _entries[name];
        _entries[name] = entry with { Architectures = [.. entry.Architectures!.Union(architectures)], Firmware = entry.Firmware is null ? null : [.. entry.Firmware.Union(firmware)] };
    }

    /// <summary>A title that firmware consoles show: plain ASCII, not too long.</summary>
    public static string Title(params ReadOnlySpan<string?> words)
    {
        var title = string.Join(' ', words.ToArray().OfType<string>().Where(static word => word.Length > 0));
        title = new string([.. title.Select(static c => c is >= ' ' and <= '~' ? c : '?')]);
        return title.Length <= LongestTitle ? title : title[..(LongestTitle - 3)] + "...";
    }

    private static string? Fault(string name, MenuFile entry)
    {
        if (new[] { entry.Version, entry.Flavor }.FirstOrDefault(static text => text?.Length > LongestWord) is { } absurd) return $"`{EndpointImport.Shown(absurd)}` has {absurd.Length} characters; at most {LongestWord} are possible";
        var file = new SourceFile<MenuFile>("", name, YamlReader.Read(""), entry);
        if (MenuEntryCheck.Check(file, entry).FirstOrDefault() is { } wrong) return wrong.Message;
        var builder = new EntryBuilder(file, entry, []);
        builder.Build("");
        return builder.Problems.Count > 0 ? builder.Problems[0].Message : null;
    }

    private string NameOf(string id)
    {
        var letters = new string([.. id.ToLowerInvariant().Select(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '.' ? c : '-')]);
        var name = (Prefix + letters)[..Math.Min(60, Prefix.Length + letters.Length)].Trim('-', '.');
        var free = name;
        for (var i = 2; _entries.ContainsKey(free); i++) free = $"{name}-{i}";
        return free;
    }
}
