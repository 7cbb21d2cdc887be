using System.Text;

namespace Racklight.Yaml.Lossless;

/// <summary>
/// A text that is one mapping (variables, passwords), whose values are replaced, added and removed by key while every other character stays:
/// comments, order, blank lines, quotes, line ends.
/// </summary>
public sealed class YamlMapText
{
    private readonly string _text;
    private readonly Dictionary<string, YamlPartEntry> _byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly List<string> _added = [];

    private YamlMapText(string text, IReadOnlyList<YamlPartEntry> entries)
    {
        _text = text;
        Entries = entries;
        NewLine = new YamlEdits(text).NewLine;
    }

    /// <summary>The entries as read, in order; changes do not show here.</summary>
    public IReadOnlyList<YamlPartEntry> Entries { get; }

    /// <summary>The line end that the text uses.</summary>
    public string NewLine { get; }

    /// <summary>Reads a text; one without any value (empty, comments, <c>---</c>) is a mapping without keys.</summary>
    /// <exception cref="YamlPartsException">It is not YAML, no mapping, or has a key twice; with the place.</exception>
    public static YamlMapText Read(string text, YamlLimits? limits = null)
    {
        var roots = YamlParts.Read(text, limits);
        if (roots.Count > 1) throw new YamlPartsException(new YamlFault("a second document begins here; only one is read", roots[1].Mark, "remove the `---` and what follows"));
        if (roots.Count == 0 || roots[0].IsNull) return new YamlMapText(text, []);
        if (roots[0].Kind != YamlPartKind.Mapping) throw new YamlPartsException(new YamlFault("want `key: value` lines", roots[0].Mark));
        if (text.AsSpan(roots[0].Start).StartsWith("{")) throw new YamlPartsException(new YamlFault("a mapping in braces is not edited here", roots[0].Mark, "write one `key: value` a line"));
        var map = new YamlMapText(text, roots[0].Entries);
        foreach (var entry in map.Entries)
        {
            if (entry.Key.Kind != YamlPartKind.Scalar) throw new YamlPartsException(new YamlFault("a key must be text", entry.Key.Mark));
            if (!map._byKey.TryAdd(entry.Key.Text, entry))
            {
                throw new YamlPartsException(new YamlFault($"the key `{entry.Key.Text}` is here a second time; the first is on line {map._byKey[entry.Key.Text].Key.Mark.Line}", entry.Key.Mark, "keep one of them"));
            }
        }
        return map;
    }

    /// <summary>The entry of a key as read, or null.</summary>
    public YamlPartEntry? Find(string key) => _byKey.GetValueOrDefault(key);

    /// <summary>The characters of a key's value as they stand, without the comment behind, block lines with their indentation; null when there is no such key.</summary>
    public string? Raw(string key) => Find(key) is { } entry ? _text[entry.Colon..Math.Max(entry.Value.End, entry.Colon)].TrimStart(' ', '\t') : null;

    /// <summary>Gives a key a value: in place, or at the end when it is new.</summary>
    /// <param name="key">The key.</param>
    /// <param name="yaml">The value as YAML, from <see cref="YamlValueText"/> or another text's <see cref="Raw"/>; block lines indented already. Empty: null.</param>
    public void Set(string key, string yaml)
    {
        _removed.Remove(key);
        if (!_byKey.ContainsKey(key) && !_values.ContainsKey(key)) _added.Add(key);
        _values[key] = yaml;
    }

    /// <summary>Removes a key with its value and the comment on its lines; comments above it stay.</summary>
    public void Remove(string key)
    {
        _values.Remove(key);
        _added.Remove(key);
        if (_byKey.ContainsKey(key)) _removed.Add(key);
    }

    /// <summary>The text with all changes.</summary>
    public override string ToString()
    {
        var edits = new YamlEdits(_text);
        foreach (var entry in Entries)
        {
            var (key, end) = (entry.Key.Text, Math.Max(entry.Value.End, entry.Colon));
            if (_removed.Contains(key)) edits.Cut(LineStart(entry.Key.Start), Math.Min(_text.Length, edits.LineEnd(end) + NewLine.Length));
            else if (_values.TryGetValue(key, out var value)) edits.Replace(entry.Colon, end, Behind(value));
        }
        var text = new StringBuilder(edits.ToString());
        foreach (var key in _added)
        {
            if (text.Length > 0 && text[^1] != '\n') text.Append(NewLine);
            text.Append(YamlValueText.Of(key)).Append(':').Append(Behind(_values[key]).ReplaceLineEndings(NewLine)).Append(NewLine);
        }
        return text.ToString();
    }

    private static string Behind(string value) => value.Length > 0 && value[0] is not ('\n' or '\r') ? " " + value : value;

    private int LineStart(int at) => at == 0 ? 0 : _text.LastIndexOf('\n', at - 1) + 1;
}
