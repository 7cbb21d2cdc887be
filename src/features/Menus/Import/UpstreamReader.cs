using Racklight.Yaml;

namespace Racklight.Menus.Import;

/// <summary>
/// Reads netboot.xyz's two files of any revision: what a record lacks, or has in another shape, is missing from what is read and told
/// of that record; never a fault of the whole. Scalars keep their text.
/// </summary>
internal static class UpstreamReader
{
    private static readonly string[] VersionKeys = ["code_name", "name"];

    public static Upstream Read(UpstreamFiles files)
    {
        var defaults = (YamlMapping)files.Defaults.Document.Root!;
        return new Upstream
        {
            Endpoints = Entries(((YamlMapping)files.Endpoints.Document.Root!).Find("endpoints")?.Value).ToDictionary(static entry => entry.Key.Text, Endpoint, StringComparer.Ordinal),
            Releases = [.. Entries(defaults.Find("releases")?.Value).Select(Release)],
            Utilities = [.. defaults.Entries.Where(static entry => entry.Key.Text.StartsWith("utilities", StringComparison.Ordinal) && entry.Value is YamlMapping && !entry.Key.Text.EndsWith("_overrides", StringComparison.Ordinal))
                .SelectMany(static group => Entries(group.Value).Select(entry => Utility(group.Key.Text, entry)))],
            Texts = defaults.Entries.Where(static entry => entry.Value is YamlScalar).ToDictionary(static entry => entry.Key.Text, static entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal),
            Files = files,
        };
    }

    private static UpstreamEndpoint Endpoint(YamlEntry entry) => new(entry.Key.Text, entry.Value)
    {
        Path = Text(entry.Value, "path"),
        Files = Value(entry.Value, "files") switch
        {
            YamlSequence list => [.. list.Items.OfType<YamlScalar>().Select(static file => file.Text)],
            YamlScalar one when !CoreSchema.IsNull(one) => [one.Text],
            _ => [],
        },
        Os = Text(entry.Value, "os"),
        Version = Text(entry.Value, "version"),
        Flavor = Text(entry.Value, "flavor"),
        Kernel = Text(entry.Value, "kernel"),
        Arch = Text(entry.Value, "arch"),
        Codename = Text(entry.Value, "codename"),
    };

    private static UpstreamRelease Release(YamlEntry entry) => new(entry.Key.Text, entry.Value)
    {
        Name = Text(entry.Value, "name"),
        Menu = Text(entry.Value, "menu"),
        Enabled = Enabled(entry.Value),
        Mirror = Text(entry.Value, "mirror"),
        BaseDirectory = Text(entry.Value, "base_dir"),
        Versions = [.. Versions(Value(entry.Value, "versions"), null)],
    };

    /// <summary>A list of versions, or lists of them by group, or versions by their code name; each a mapping or its code name alone.</summary>
    private static IEnumerable<UpstreamVersion> Versions(YamlNode? node, string? group) => node switch
    {
        YamlSequence list => list.Items.Select(item => Version(item, null, group)),
        YamlMapping mapping => mapping.Entries.SelectMany(entry => entry.Value is YamlSequence ? Versions(entry.Value, entry.Key.Text) : [Version(entry.Value, entry.Key.Text, group)]),
        _ => [],
    };

    private static UpstreamVersion Version(YamlNode node, string? key, string? group)
    {
        if (node is YamlScalar scalar) return new UpstreamVersion(key ?? scalar.Text, scalar.Text, node) { Group = group };
        return new UpstreamVersion(Text(node, "code_name") ?? key, Text(node, "name") ?? key, node)
        {
            Group = group,
            More = Entries(node).Where(static entry => entry.Value is YamlScalar && !VersionKeys.Contains(entry.Key.Text)).ToDictionary(static entry => entry.Key.Text, static entry => ((YamlScalar)entry.Value).Text, StringComparer.Ordinal),
        };
    }

    private static UpstreamUtility Utility(string group, YamlEntry entry) => new(group, entry.Key.Text, entry.Value)
    {
        Name = Text(entry.Value, "name"),
        Enabled = Enabled(entry.Value),
        Type = Text(entry.Value, "type"),
        Kernel = Text(entry.Value, "kernel"),
        Initrd = Text(entry.Value, "initrd"),
        Path = Text(entry.Value, "util_path"),
        Version = Text(entry.Value, "version"),
    };

    private static bool Enabled(YamlNode node) => Text(node, "enabled")?.ToLowerInvariant() is not ("false" or "no" or "off");

    private static IEnumerable<YamlEntry> Entries(YamlNode? node) => (node as YamlMapping)?.Entries ?? [];

    private static YamlNode? Value(YamlNode node, string key) => (node as YamlMapping)?.Find(key)?.Value;

    private static string? Text(YamlNode node, string key) => Value(node, key) is YamlScalar scalar && !CoreSchema.IsNull(scalar) && scalar.Text.Length > 0 ? scalar.Text : null;
}
