using Racklight.Yaml;

namespace Racklight.Nodes.Adding;

/// <summary>Reads nodes from a table (CSV) or from YAML.</summary>
internal static class ImportReader
{
    /// <summary>What a table's columns may be called; YAML may hold whatever a node's file may.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["name", "mac", "uuid", "serial", "address", "group", "boots"];

    private static readonly YamlLimits Limits = new() { Bytes = 8 << 20, Nodes = 500_000 };

    /// <summary>Reads a table with a line of headings.</summary>
    public static DraftSource Csv(string file, string text)
    {
        var problems = new List<Problem>();
        var source = new DraftSource(file, text.Split('\n').Select(static line => line.TrimEnd('\r')).ToList(), [], problems);
        var (rows, fault) = CsvTable.Read(text);
        if (fault is var (place, message)) problems.Add(source.At(place, message));
        if (rows.Count == 0)
        {
            problems.Add(source.At(new DraftPlace(1, 1), "there is nothing in it", $"a first line such as {string.Join(',', Columns)}, then a line for each node"));
            return source;
        }
        var headings = Headings(source, rows[0], problems);
        if (!headings.Contains("name"))
        {
            if (problems.Count == 0) problems.Add(source.At(rows[0][0].Place, "the first line names no column `name`", $"a first line such as {string.Join(',', Columns)}"));
            return source;
        }
        var nodes = new List<NodeDraft>();
        foreach (var row in rows.Skip(1))
        {
            if (row.Count > headings.Count) problems.Add(source.At(row[headings.Count].Place, $"this row has {row.Count} cells, and the first line names {headings.Count} columns"));
            if (row.Count < headings.Count) problems.Add(source.At(row[^1].Place, $"this row has {row.Count} cells, and the first line names {headings.Count} columns"));
            if (row.Count != headings.Count) continue;
            var cells = headings.Zip(row).Where(static pair => pair.First is not null && pair.Second.Text.Length > 0).ToList();
            if (cells.Find(static pair => pair.First == "name").Second is not { } name) problems.Add(source.At(row[0].Place, "this row has no name"));
            else nodes.Add(new NodeDraft(name.Text, name.Place, [.. cells.Where(static pair => pair.First != "name").Select(static pair => new DraftValue(pair.First!, Normal(pair.First!, pair.Second.Text), pair.Second.Place))]));
        }
        return source with { Nodes = nodes };
    }

    /// <summary>Reads a mapping of names to what their files hold, the same below <c>nodes:</c>, or a list of mappings with a <c>name</c>.</summary>
    public static DraftSource Yaml(string file, string text)
    {
        var document = YamlReader.Read(text, Limits);
        var problems = new List<Problem>();
        var source = new DraftSource(file, document.Lines, [], problems);
        problems.AddRange(document.Faults.Select(fault => source.At(At(fault.Mark), fault.Message, fault.Hint)));
        var root = document.Root is YamlMapping { Entries: [{ Key.Text: "nodes", Value: YamlMapping or YamlSequence } only] } ? only.Value : document.Root;
        var nodes = new List<NodeDraft>();
        switch (root)
        {
            case YamlMapping mapping:
                foreach (var entry in mapping.Entries) Node(source, entry.Key.Text, entry.Key.Mark, entry.Value, problems, nodes);
                break;
            case YamlSequence list:
                foreach (var item in list.Items)
                {
                    if ((item as YamlMapping)?.Find("name") is { Value: YamlScalar name }) Node(source, name.Text, name.Mark, item, problems, nodes);
                    else problems.Add(source.At(At(item.Mark), "this item has no name", "- name: r1n2"));
                }
                break;
            default:
                if (problems.Count == 0) problems.Add(source.At(new DraftPlace(1, 1), "want a mapping of names to nodes, or a list of nodes with a name", "r1n2: { mac: 52:54:00:20:00:02, group: compute }"));
                break;
        }
        return source with { Nodes = nodes };
    }

    private static void Node(DraftSource source, string name, YamlMark mark, YamlNode value, List<Problem> problems, List<NodeDraft> nodes)
    {
        if (value is YamlMapping mapping) nodes.Add(new NodeDraft(name, At(mark), [.. mapping.Entries.Where(static entry => entry.Key.Text != "name").Select(Value)]));
        else problems.Add(source.At(At(value.Mark), $"`{OneLine.Of(name, 70)}` wants a mapping, not a {value.Kind}", "r1n2: { mac: 52:54:00:20:00:02, group: compute }"));
    }

    private static DraftValue Value(YamlEntry entry) => entry.Value is YamlScalar { Text.Length: > 0 } scalar && Columns.Contains(entry.Key.Text)
        ? new DraftValue(entry.Key.Text, Normal(entry.Key.Text, scalar.Text), At(scalar.Mark))
        : new DraftValue(Key(entry.Key.Text), NodeText.Flow(entry.Value), At(entry.Key.Mark)) { IsYaml = true };

    // Whatever stands there comes back in a message of the site's check, and never breaks the line.
    private static string Key(string text) => text.Length is > 0 and <= 64 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? text : "\"" + System.Text.Json.JsonEncodedText.Encode(text) + "\"";

    private static List<string?> Headings(DraftSource source, IReadOnlyList<CsvCell> row, List<Problem> problems)
    {
        var headings = new List<string?>();
        foreach (var cell in row)
        {
            string? word = cell.Text.ToLowerInvariant();
            if (!Columns.Contains(word))
            {
                var near = NearestWord.Of(word, Columns);
                problems.Add(source.At(cell.Place, $"there is no column `{OneLine.Of(cell.Text, 40)}`{(near is null ? "" : $", did you mean `{near}`?")}", near is null ? "the columns are " + string.Join(", ", Columns) : null));
                word = null;
            }
            else if (headings.Contains(word)) problems.Add(source.At(cell.Place, $"the column `{word}` stands twice"));
            headings.Add(word);
        }
        return headings;
    }

    private static string Normal(string key, string text) => key == "mac" && MacAddress.TryParse(text, out var mac) ? mac.ToString() : text;

    private static DraftPlace At(YamlMark mark) => new(mark.Line, mark.Column);
}
