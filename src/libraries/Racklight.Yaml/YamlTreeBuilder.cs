using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Racklight.Yaml;

/// <summary>Builds the tree from the parser's events, one by one, so that every limit stops the work where it is passed.</summary>
internal sealed class YamlTreeBuilder(YamlLimits limits)
{
    private IParser _parser = null!;
    private int _nodes;
    private bool _anchorTold;
    private readonly YamlAnchors _anchors = new();

    public List<YamlFault> Faults { get; } = [];

    /// <summary>The last place that was read.</summary>
    public YamlMark Last { get; private set; } = new(1, 1);

    /// <summary>Reads the one document, or null when there is none.</summary>
    public YamlNode? Build(IParser parser)
    {
        _parser = parser;
        try
        {
            while (Next() is not (null or StreamEnd))
            {
                if (_parser.Current is not DocumentStart) continue;
                Next();
                var root = Node(0);
                while (Next() is not (null or StreamEnd))
                {
                    if (_parser.Current is not DocumentStart) continue;
                    Fault("a second document begins here; only one is read", _parser.Current, "remove the `---` and what follows");
                    break;
                }
                return root is YamlScalar { Plain: true, Text: "" } ? null : root;
            }
        }
        catch (ReadingStoppedException)
        {
        }
        return null;
    }

    private ParsingEvent? Next()
    {
        if (!_parser.MoveNext()) return null;
        if (_parser.Current is { } current) Last = Mark(current);
        return _parser.Current;
    }

    /// <summary>The node that the current event begins; the current event is its last one afterwards.</summary>
    private YamlNode Node(int depth)
    {
        // Some broken texts make the parser end in the middle of a mapping without a word.
        if (_parser.Current is not { } current)
        {
            Faults.Add(new YamlFault("the file ends in the middle of a value", Last));
            throw new ReadingStoppedException();
        }
        if (++_nodes > limits.Nodes) throw Stop($"the file has more than {limits.Nodes:N0} values", current);
        if (depth > limits.Depth) throw Stop($"lists and mappings are nested more than {limits.Depth} deep", current);
        if (!limits.Foreign)
        {
            Refuse(current);
            return Plain(current, depth);
        }
        if (current is AnchorAlias alias)
        {
            if (_anchors.Find(alias.Value.Value) is not { } known)
            {
                Fault($"the alias `*{Shown(alias.Value.Value)}` names an anchor that is not before it", alias);
                return new YamlScalar("", true, Mark(alias));
            }
            _nodes += known.Size;
            if (_nodes > limits.Nodes) throw Stop($"the file has more than {limits.Nodes:N0} values", current);
            return known.Node;
        }
        var before = _nodes;
        var node = Plain(current, depth);
        if (current is NodeEvent { Tag.IsEmpty: false } tagged) node.Tag = tagged.Tag.IsNonSpecific ? null : tagged.Tag.Value;
        if (current is NodeEvent { Anchor.IsEmpty: false } anchored) _anchors.Add(anchored.Anchor.Value, node, _nodes - before + 1);
        return node;
    }

    private YamlNode Plain(ParsingEvent current, int depth)
    {
        switch (current)
        {
            case Scalar scalar:
                return new YamlScalar(scalar.Value, scalar.Style == ScalarStyle.Plain, Mark(scalar));
            case SequenceStart start:
                var items = new List<YamlNode>();
                while (Next() is not (null or SequenceEnd)) items.Add(Node(depth + 1));
                return new YamlSequence(items, Mark(start));
            case MappingStart start:
                return Mapping(start, depth);
            default:
                return new YamlScalar("", true, Mark(current));
        }
    }

    private YamlMapping Mapping(MappingStart start, int depth)
    {
        var entries = new List<YamlEntry>();
        var merged = new List<YamlMapping>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() is { } key and not MappingEnd)
        {
            var name = Node(depth + 1);
            Next();
            var value = Node(depth + 1);
            if (name is not YamlScalar text)
            {
                var braces = name is YamlMapping && start.Style == MappingStyle.Flow;
                Fault($"a key must be text, not a {name.Kind}", key, braces ? "`{{ … }}` needs quotes around it" : null);
            }
            else if (text.Plain && text.Text == "<<" && limits.Foreign)
            {
                merged.AddRange(YamlAnchors.Sources(value));
            }
            else if (text.Plain && text.Text == "<<")
            {
                Fault("merge keys are not read here", key, "write the values out; what several nodes share belongs in a group");
            }
            else if (!lines.TryAdd(text.Text, text.Mark.Line))
            {
                Fault($"the key `{Shown(text.Text)}` is here a second time; the first is on line {lines[text.Text]}", key, "keep one of them");
            }
            else
            {
                entries.Add(new YamlEntry(text, value));
            }
        }
        // YAML 1.1's merge type: what is written here wins, then the earlier of several sources.
        entries.AddRange(merged.SelectMany(static source => source.Entries).Where(entry => lines.TryAdd(entry.Key.Text, entry.Key.Mark.Line)));
        return new YamlMapping(entries, Mark(start));
    }

    /// <summary>Refuses what turns a tree into a graph (and so a small file into a bomb), and what claims a type that the schema decides.</summary>
    private void Refuse(ParsingEvent node)
    {
        // One word about them is enough: an alias bomb has thousands.
        if (!_anchorTold && (node is AnchorAlias || node is NodeEvent { Anchor.IsEmpty: false }))
        {
            _anchorTold = true;
            Fault(node is AnchorAlias ? "aliases (`*name`) are not read here" : "anchors (`&name`) are not read here", node,
                "write the value out, in quotes if it begins with `*` or `&`; what several nodes share belongs in a group");
        }
        if (node is NodeEvent { Tag.IsEmpty: false }) Fault("tags (`!name`) are not read here", node, "write the value without it, in quotes if it begins with `!`");
    }

    private void Fault(string message, ParsingEvent at, string? hint = null)
    {
        Faults.Add(new YamlFault(message, Mark(at), hint));
        if (Faults.Count >= limits.Faults) throw Stop($"more than {limits.Faults} faults: reading stops here", at);
    }

    private ReadingStoppedException Stop(string message, ParsingEvent at)
    {
        Faults.Add(new YamlFault(message, Mark(at)));
        return new ReadingStoppedException();
    }

    private static string Shown(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static YamlMark Mark(ParsingEvent at) => new((int)at.Start.Line, (int)at.Start.Column);

    private sealed class ReadingStoppedException : Exception;
}
