namespace Racklight.Yaml;

/// <summary>A text as read: its tree, its lines, and all that is wrong with it.</summary>
public sealed class YamlDocument
{
    internal YamlDocument(string text, YamlNode? root, IReadOnlyList<YamlFault> faults)
    {
        Text = text;
        Root = root;
        Faults = faults;
        Lines = text.ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>The text, without its byte order mark.</summary>
    public string Text { get; }

    /// <summary>The tree; null when the text holds nothing (or only comments), or cannot be read at all.</summary>
    public YamlNode? Root { get; }

    /// <summary>What is wrong with the text as YAML.</summary>
    public IReadOnlyList<YamlFault> Faults { get; }

    /// <summary>The lines without their ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>A line as it stands, or null when there is none of that number (from 1).</summary>
    public string? Line(int number) => number >= 1 && number <= Lines.Count ? Lines[number - 1] : null;

    /// <summary>
    /// Where the value at a path of keys is, or the deepest part of the path that exists. Names that are whole numbers
    /// count items of a list, from 0.
    /// </summary>
    public YamlMark At(params ReadOnlySpan<string> path)
    {
        var node = Root;
        foreach (var step in path)
        {
            var next = node switch
            {
                YamlMapping mapping => mapping.Find(step)?.Value,
                YamlSequence list when int.TryParse(step, out var index) && index >= 0 && index < list.Items.Count => list.Items[index],
                _ => null,
            };
            if (next is null) break;
            node = next;
        }
        return node?.Mark ?? new YamlMark(1, 1);
    }

    /// <summary>Where the last key of a path is written, or the deepest part of the path that exists.</summary>
    public YamlMark AtKey(params ReadOnlySpan<string> path)
    {
        var node = Root;
        var mark = node?.Mark ?? new YamlMark(1, 1);
        foreach (var step in path)
        {
            if ((node as YamlMapping)?.Find(step) is not { } entry) break;
            mark = entry.Key.Mark;
            node = entry.Value;
        }
        return mark;
    }
}
