using System.Text;

namespace Racklight.Yaml.Lossless;

/// <summary>
/// Lays somebody's entries over another text of the same kind (a newer sample): comments, order and defaults come from that one, the entries'
/// lines stay as they were written, and so do comments that their writer added.
/// </summary>
public sealed class YamlOverlay
{
    private readonly IReadOnlyList<YamlBlock> _sample;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _after = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _anchors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _besideDefault = new(StringComparer.Ordinal);
    private readonly StringBuilder _top = new();

    /// <summary>Reads both.</summary>
    /// <param name="mine">The text with the entries.</param>
    /// <param name="sample">The text to lay them over.</param>
    /// <param name="knownLines">Lines that nobody added by hand: those of the samples.</param>
    /// <param name="renamed">Keys that have another name in the sample: old to new.</param>
    public YamlOverlay(IReadOnlyList<YamlBlock> mine, IReadOnlyList<YamlBlock> sample, IReadOnlySet<string> knownLines, IReadOnlyDictionary<string, string>? renamed = null)
    {
        _sample = sample;
        for (var i = sample.Count - 1; i >= 0; i--) if (sample[i].Key is { } key && (sample[i].Kind == YamlBlockKind.Entry || !_places.TryGetValue(key, out var at) || sample[at].Kind == YamlBlockKind.Default)) _places[key] = i;
        string? anchor = null;
        var own = new StringBuilder();
        foreach (var block in mine)
        {
            if (block.Kind is YamlBlockKind.Comment or YamlBlockKind.Default && !block.Text.Split('\n').All(line => line.Length == 0 || knownLines.Contains(line.TrimEnd('\r')))) own.Append(Ended(block.Text));
            else if (block.Kind == YamlBlockKind.Blank) Float(own, anchor);
            if (block.Key is not { } name) continue;
            var key = renamed?.GetValueOrDefault(name) ?? name;
            if (block.Kind == YamlBlockKind.Default)
            {
                _besideDefault.Add(key);
                if (own.Length > 0 && !_places.ContainsKey(key)) continue;
            }
            else
            {
                _anchors[key] = anchor;
            }
            if (own.Length > 0) _before[key] = _before.GetValueOrDefault(key) + own;
            own.Clear();
            if (_places.ContainsKey(key)) anchor = key;
        }
        Float(own, anchor);
    }

    /// <summary>The new text.</summary>
    /// <param name="entries">The entries to write, by their key in the sample: their whole lines. Those that it has not are put behind their former neighbours.</param>
    /// <param name="disabled">Entries of the sample to be written as comments.</param>
    public string Write(IReadOnlyDictionary<string, string> entries, IReadOnlySet<string>? disabled = null)
    {
        var text = new StringBuilder().Append(_top);
        var strays = entries.Where(entry => !_places.ContainsKey(entry.Key)).ToLookup(entry => _anchors.GetValueOrDefault(entry.Key) ?? "");
        for (var i = 0; i < _sample.Count; i++)
        {
            var block = _sample[i];
            if (block.Key is not { } key || _places[key] != i)
            {
                Add(text, block.Text);
                continue;
            }
            Add(text, _before.GetValueOrDefault(key));
            if (!entries.TryGetValue(key, out var entry)) Add(text, disabled?.Contains(key) == true ? "#" + block.Text : block.Text);
            else if (block.Kind == YamlBlockKind.Default && _besideDefault.Contains(key)) Add(Add(text, block.Text), entry);
            else Add(text, entry);
            foreach (var stray in strays[key]) Stray(stray);
            Add(text, _after.GetValueOrDefault(key));
        }
        foreach (var stray in strays[""]) Stray(stray);
        return text.ToString();

        void Stray(KeyValuePair<string, string> stray) => Add(Add(text, _before.GetValueOrDefault(stray.Key)), stray.Value);
    }

    private void Float(StringBuilder own, string? anchor)
    {
        if (own.Length == 0) return;
        if (anchor is null) _top.Append(own);
        else _after[anchor] = _after.GetValueOrDefault(anchor) + own;
        own.Clear();
    }

    /// <summary>Adds whole lines, each on its own whatever stood before.</summary>
    private static StringBuilder Add(StringBuilder text, string? lines)
    {
        if (string.IsNullOrEmpty(lines)) return text;
        if (text.Length > 0 && text[^1] != '\n') text.Append('\n');
        return text.Append(lines);
    }

    private static string Ended(string lines) => lines.EndsWith('\n') ? lines : lines + "\n";
}
