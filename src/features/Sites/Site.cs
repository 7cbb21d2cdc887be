using System.Text.Json;
using Racklight.Yaml.Schema;

namespace Racklight.Sites;

/// <summary>The git repository that describes everything, as read: see docs/sites.md.</summary>
public sealed record Site
{
    /// <summary>Where the site is, absolute: the directory that holds <c>site.yaml</c>, or the repository when it was read from a commit.</summary>
    public required string Root { get; init; }

    /// <summary>Its files: read what it names through this, since a commit has no directory.</summary>
    public ISiteFiles Files
    {
        get => field ??= new DirectoryFiles(Root);
        init;
    }

    /// <summary>
    /// True for what the server serves by itself, and for the tips of protected refs. False for any other ref (DESIGN §5): then secrets are
    /// masked, no build may start, and only images that exist are given out.
    /// </summary>
    public bool Protected { get; init; } = true;

    /// <summary><c>site.yaml</c>.</summary>
    public required SiteFile File { get; init; }

    /// <summary><c>groups/NAME.yaml</c>, by name.</summary>
    public required IReadOnlyDictionary<string, GroupFile> Groups { get; init; }

    /// <summary><c>nodes/NAME.yaml</c>, by name.</summary>
    public required IReadOnlyDictionary<string, NodeFile> Nodes { get; init; }

    /// <summary><c>images/NAME/image.yaml</c>, by name.</summary>
    public required IReadOnlyDictionary<string, ImageFile> Images { get; init; }

    /// <summary>The entries of <c>menu/*.yaml</c>, by name; those that override the program's own say only what differs.</summary>
    public required IReadOnlyDictionary<string, MenuFile> Menu { get; init; }

    /// <summary>The commit that it was read at (40 hexadecimal digits, with <c>+</c> behind it when files differ), or null outside git.</summary>
    public string? Commit { get; init; }

    /// <summary>The same site as anybody may see it: not protected, and no node gets secrets.</summary>
    public Site Masked() => this with
    {
        Protected = false,
        Nodes = Nodes.ToDictionary(static node => node.Key, static node => node.Value with { Secrets = "never" }, StringComparer.Ordinal),
    };

    /// <summary>The node of that MAC or UUID, or null.</summary>
    public (string Name, NodeFile Node)? FindNode(MacAddress? mac, string? uuid)
    {
        foreach (var (name, node) in Nodes)
        {
            if (mac is { } m && node.Mac is { } text && MacAddress.TryParse(text, out var own) && own == m) return (name, node);
            if (uuid is not null && node.Uuid is { } u && u.Equals(uuid, StringComparison.OrdinalIgnoreCase)) return (name, node);
        }
        return null;
    }

    /// <summary>What a node boots: its own word, its group's, or what <c>unknown</c> says.</summary>
    public string BootsOf(NodeFile? node)
        => node?.Boots ?? (node?.Group is { } g && Groups.TryGetValue(g, out var group) ? group.Boots : null) ?? File.Unknown;

    /// <summary>A node's disks: its own and its group's.</summary>
    public IReadOnlyDictionary<string, DiskConsent> DisksOf(NodeFile? node)
        => node?.Disks ?? (node?.Group is { } g && Groups.TryGetValue(g, out var group) ? group.Disks : null) ?? new Dictionary<string, DiskConsent>();

    /// <summary>A node's answer files, by name: the site's, its group's over them, its own over those.</summary>
    public IReadOnlyDictionary<string, AnswerConfig> AnswersOf(NodeFile? node) => Merged(File.Answers, GroupOf(node)?.Answers, node?.Answers);

    /// <summary>A node's values for templates: the site's, its group's over them, its own over those.</summary>
    public IReadOnlyDictionary<string, JsonElement> ValuesOf(NodeFile? node) => Merged(File.Values, GroupOf(node)?.Values, node?.Values);

    /// <summary>A node's roles in the cloud: its own or its group's; none when neither has any.</summary>
    public IReadOnlyList<string> RolesOf(NodeFile? node) => node?.Roles ?? GroupOf(node)?.Roles ?? [];

    /// <summary>A node's bonds: its group's, its own over those.</summary>
    public IReadOnlyDictionary<string, BondConfig> BondsOf(NodeFile? node) => Merged(GroupOf(node)?.Bonds, node?.Bonds);

    /// <summary>How a node's menu looks and what it does by itself: its own word, its group's, the site's, key by key.</summary>
    public MenuSettings MenuOf(NodeFile? node) => (node?.Menu ?? new()).Over(GroupOf(node)?.Menu).Over(File.Menu);

    private GroupFile? GroupOf(NodeFile? node) => node?.Group is { } name ? Groups.GetValueOrDefault(name) : null;

    private static SortedDictionary<string, T> Merged<T>(params ReadOnlySpan<IReadOnlyDictionary<string, T>?> layers)
    {
        var merged = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var layer in layers)
        {
            foreach (var (name, value) in layer ?? new Dictionary<string, T>()) merged[name] = value;
        }
        return merged;
    }
}

/// <summary>An answer file of an installer: <c>answers: { ks.cfg: { format: kickstart } }</c>.</summary>
[Schema("An answer file of an installer, rendered for each node and served to its boot session")]
public sealed record AnswerConfig
{
    /// <summary>What reads it: see docs/answers.md.</summary>
    [Schema("What reads it: kickstart, preseed, autoinstall, cloud-init, autoyast, ignition, esxi, xcp-ng or text", Choices = ["kickstart", "preseed", "autoinstall", "cloud-init", "autoyast", "ignition", "esxi", "xcp-ng", "text"], Example = "preseed")]
    public required string Format { get; init; }

    /// <summary>Its template below <c>answers/</c>; default: the file of its own name there, else the built-in one of its format.</summary>
    [Schema("Its template below answers/; default: the file of its own name there, else the built-in one of its format", Example = "compute.ks")]
    public string? Template { get; init; }
}
