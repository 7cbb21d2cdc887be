using System.Text;
using Racklight.Yaml;
using Racklight.Yaml.Lossless;

namespace Racklight.Deploys.Hosts.Files;

/// <summary>Puts wanted values into a YAML text at any depth: what differs is replaced, what misses is added, every other character stays.</summary>
internal sealed class YamlTreeMerge
{
    private readonly string _text;
    private readonly string _file;
    private readonly YamlEdits _edits;

    private YamlTreeMerge(string text, string file) => (_text, _file, _edits) = (text, file, new YamlEdits(text));

    /// <summary>What was changed, a line each.</summary>
    public List<string> Changes { get; } = [];

    /// <summary>The merged text.</summary>
    /// <param name="text">The text as it is; empty for a new file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="wanted">What it should hold.</param>
    /// <exception cref="ProblemException">The text is no YAML mapping, or something that must change is written in braces.</exception>
    public static (string Text, IReadOnlyList<string> Changes) Merge(string text, string file, WantedMap wanted)
    {
        IReadOnlyList<YamlPart> roots;
        try
        {
            roots = YamlParts.Read(text);
        }
        catch (YamlPartsException e)
        {
            throw new ProblemException(new Problem(e.Fault.Message) { File = file, Line = e.Fault.Mark.Line, Column = e.Fault.Mark.Column, Hint = e.Fault.Hint }, inner: e);
        }
        if (roots.Count == 0 || roots[0].IsNull)
        {
            var fresh = new StringBuilder(text.Length > 0 && !text.EndsWith('\n') ? text + "\n" : text);
            foreach (var (key, value) in wanted.Entries) fresh.Append(Rendered(key, value, 0).TrimStart('\n')).Append('\n');
            return (fresh.ToString(), ["written"]);
        }
        var merge = new YamlTreeMerge(text, file);
        if (roots[0].Kind != YamlPartKind.Mapping) throw new ProblemException(new Problem("want `key: value` lines") { File = file, Line = roots[0].Mark.Line, Column = roots[0].Mark.Column });
        merge.Into(roots[0], wanted, "");
        return (merge._edits.ToString(), merge.Changes);
    }

    private void Into(YamlPart map, WantedMap wanted, string path)
    {
        if (map.Flow && wanted.Entries.Count > 0 && wanted.Entries.Any(entry => map.Find(entry.Key) is null))
        {
            throw new ProblemException(new Problem($"`{path}` is written in braces, and something must be added to it") { File = _file, Line = map.Mark.Line, Column = map.Mark.Column, Source = Line(map.Mark.Line), Hint = "write one `key: value` a line" });
        }
        // What is there first: additions at the end of an inner mapping come before those of the outer one that ends at the same place.
        foreach (var (key, value) in wanted.Entries)
        {
            if (map.Entries.FirstOrDefault(entry => entry.Key.Text == key) is not { } entry) continue;
            var name = path.Length == 0 ? key : $"{path}.{key}";
            if (value is WantedMap inner && entry.Value.Kind == YamlPartKind.Mapping) Into(entry.Value, inner, name);
            else if (value is WantedMap block && entry.Value.IsNull) Replace(entry, Rendered("", block, entry.Key.Mark.Column - 1)[1..], name, "filled");
            else if (value is string text && (entry.Value.Kind != YamlPartKind.Scalar || entry.Value.Text != text)) Replace(entry, " " + YamlValueText.Of(text), name, $"was {(entry.Value.Kind == YamlPartKind.Scalar ? entry.Value.Text : "something else")}, is {text}");
        }
        var missing = wanted.Entries.Where(entry => map.Find(entry.Key) is null && map.Entries.All(there => there.Key.Text != entry.Key)).ToList();
        if (missing.Count == 0) return;
        var indent = map.Entries[0].Key.Mark.Column - 1;
        var end = _edits.LineEnd(Math.Min(map.End, _text.Length));
        foreach (var (key, value) in missing)
        {
            _edits.Replace(end, end, Rendered(key, value, indent));
            Changes.Add($"{(path.Length == 0 ? key : $"{path}.{key}")}: added");
        }
    }

    private void Replace(YamlPartEntry entry, string value, string name, string what)
    {
        _edits.Replace(entry.Colon, Math.Max(entry.Colon, entry.Value.End), value);
        Changes.Add($"{name}: {what}");
    }

    /// <summary>An entry as block lines, each with its line end before it.</summary>
    private static string Rendered(string key, object value, int indent)
    {
        var margin = new string(' ', indent);
        var head = key.Length == 0 ? "\n" : $"\n{margin}{YamlValueText.Of(key)}:";
        return value switch
        {
            string text => $"{head} {YamlValueText.Of(text)}",
            WantedMap map => head + string.Concat(map.Entries.Select(entry => Rendered(entry.Key, entry.Value, indent + 2))),
            IReadOnlyList<string> lines => head + string.Concat(lines.Select(line => line.Length == 0 ? "\n" : $"\n{margin}  {line}")),
            _ => head,
        };
    }

    private string? Line(int number) => _text.Split('\n').ElementAtOrDefault(number - 1)?.TrimEnd('\r');
}
