using Racklight.Yaml;

namespace Racklight.Deploys.Reading;

/// <summary>A YAML file of a repository that others put values together with.</summary>
/// <param name="Path">Relative to the repository.</param>
/// <param name="Document">Its text with positions.</param>
internal sealed record PlacedFile(string Path, YamlDocument Document);

/// <summary>A value that still knows where it was written, after values of several files were put together.</summary>
internal sealed class PlacedNode
{
    private PlacedNode(PlacedFile file, YamlMark mark) => (File, Mark) = (file, mark);

    /// <summary>The file that it stands in.</summary>
    public PlacedFile File { get; }

    /// <summary>Where it begins.</summary>
    public YamlMark Mark { get; }

    /// <summary>Where its key stands; its own place for items of lists.</summary>
    public YamlMark KeyMark { get; private init; }

    /// <summary>The text, when it is text.</summary>
    public string? Text { get; private init; }

    /// <summary>True for a value that is null: nothing behind the colon, <c>~</c>, <c>null</c>.</summary>
    public bool IsNothing { get; private init; }

    /// <summary>True for <c>key: |</c> and <c>key: ></c>.</summary>
    public bool IsBlock { get; private init; }

    /// <summary><c>!reference</c> before a list, or null.</summary>
    public string? Tag { get; private init; }

    /// <summary>The items, when it is a list.</summary>
    public IReadOnlyList<PlacedNode>? Items { get; private init; }

    /// <summary>The values by key, when it is a mapping.</summary>
    public IReadOnlyDictionary<string, PlacedNode>? Map { get; private init; }

    /// <summary>The value of a key, or null.</summary>
    public PlacedNode? this[string key] => Map?.GetValueOrDefault(key);

    /// <summary>Its own text and that of everything below.</summary>
    public IEnumerable<PlacedNode> Leaves() => Text is not null ? [this] : (Items ?? []).Concat(Map?.Values ?? []).SelectMany(static node => node.Leaves());

    /// <summary>The texts of a list, or the one text that stands for a list of one.</summary>
    public IEnumerable<string> Texts() => Text is { } one ? [one] : Items?.Select(static item => item.Text).OfType<string>() ?? [];

    /// <summary>Wraps a tree.</summary>
    public static PlacedNode Of(PlacedFile file, YamlNode node, YamlMark? key = null) => new(file, node.Mark)
    {
        KeyMark = key ?? node.Mark,
        Tag = node.Tag,
        Text = (node as YamlScalar)?.Text,
        IsNothing = node is YamlScalar { Plain: true, Text: "" or "~" or "null" or "Null" or "NULL" },
        IsBlock = node is YamlScalar { Plain: false } && file.Document.Line(node.Mark.Line) is { } line && node.Mark.Column <= line.Length && line[node.Mark.Column - 1] is '|' or '>',
        Items = (node as YamlSequence)?.Items.Select(item => Of(file, item)).ToList(),
        Map = (node as YamlMapping)?.Entries.ToDictionary(static entry => entry.Key.Text, entry => Of(file, entry.Value, entry.Key.Mark), StringComparer.Ordinal),
    };

    /// <summary>A text that stands for something written elsewhere: it has that one's place.</summary>
    public static PlacedNode Said(string text, PlacedNode at) => new(at.File, at.Mark) { KeyMark = at.KeyMark, Text = text };

    /// <summary>A list put together from several places.</summary>
    public static PlacedNode List(IEnumerable<PlacedNode> items, PlacedNode at) => new(at.File, at.Mark) { KeyMark = at.KeyMark, Items = [.. items] };

    /// <summary>A mapping put together from several places.</summary>
    public static PlacedNode Mapping(IReadOnlyDictionary<string, PlacedNode> values, PlacedNode at) => new(at.File, at.Mark) { KeyMark = at.KeyMark, Map = values };

    /// <summary>Puts a mapping over another: mappings are merged to any depth, all else is replaced.</summary>
    public static PlacedNode Over(PlacedNode upper, PlacedNode? lower)
    {
        if (lower?.Map is null || upper.Map is null) return upper;
        var merged = new Dictionary<string, PlacedNode>(lower.Map, StringComparer.Ordinal);
        foreach (var (key, value) in upper.Map) merged[key] = Over(value, lower[key]);
        return new PlacedNode(upper.File, upper.Mark) { KeyMark = upper.KeyMark, Map = merged };
    }
}
