using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Racklight.Yaml.Lossless;

/// <summary>
/// Reads any YAML (tags, anchors, aliases, several documents) into parts with spans. It judges nothing but the form: what a text means is for its reader.
/// </summary>
public sealed class YamlParts
{
    private readonly string _text;
    private readonly YamlLimits _limits;
    private readonly IParser _parser;
    private int _nodes;

    private YamlParts(string text, YamlLimits limits) => (_text, _limits, _parser) = (text, limits, new Parser(new StringReader(text)));

    /// <summary>The roots of the documents in a text, in order.</summary>
    /// <exception cref="YamlPartsException">It is not YAML, or passes a limit; with the place.</exception>
    public static IReadOnlyList<YamlPart> Read(string text, YamlLimits? limits = null)
    {
        limits ??= new YamlLimits();
        if (text.Length > limits.Bytes) throw new YamlPartsException(new YamlFault($"the text is longer than {limits.Bytes:N0} characters", new YamlMark(1, 1)));
        if (text.StartsWith('\uFEFF')) throw new YamlPartsException(new YamlFault("a byte order mark stands at its beginning", new YamlMark(1, 1), "save it without"));
        var reading = new YamlParts(text, limits);
        try
        {
            return reading.Documents();
        }
        catch (YamlException e)
        {
            throw new YamlPartsException(YamlText.Explain(text, e), e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The parser's own slips on texts that no one writes.
            throw new YamlPartsException(new YamlFault("this is not YAML", new YamlMark(1, 1)), e);
        }
    }

    private List<YamlPart> Documents()
    {
        var roots = new List<YamlPart>();
        while (_parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart) continue;
            _parser.MoveNext();
            roots.Add(Node(0));
        }
        return roots;
    }

    private YamlPart Node(int depth)
    {
        if (_parser.Current is not { } current) throw Fault("the text ends in the middle of a value", new YamlMark(1, 1));
        var mark = new YamlMark((int)current.Start.Line, (int)current.Start.Column);
        if (++_nodes > _limits.Nodes) throw Fault($"it has more than {_limits.Nodes:N0} values", mark);
        if (depth > _limits.Depth) throw Fault($"lists and mappings are nested more than {_limits.Depth} deep", mark);
        return current switch
        {
            Scalar scalar => Scalar(scalar, mark),
            AnchorAlias alias => new YamlPart(YamlPartKind.Alias, mark, (int)alias.Start.Index) { Text = alias.Value.Value, End = (int)alias.End.Index },
            SequenceStart start => Sequence(start, mark, depth),
            MappingStart start => Mapping(start, mark, depth),
            _ => throw Fault("a value is missing here", mark),
        };
    }

    private YamlPart Scalar(Scalar scalar, YamlMark mark)
    {
        var form = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarForm.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarForm.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarForm.Literal,
            ScalarStyle.Folded => YamlScalarForm.Folded,
            _ => YamlScalarForm.Plain,
        };
        var (start, end) = ((int)scalar.Start.Index, (int)scalar.End.Index);
        // The parser ends a block behind the blank lines that follow it.
        if (form is YamlScalarForm.Literal or YamlScalarForm.Folded) end = start + _text.AsSpan(start, end - start).TrimEnd(" \t\r\n").Length;
        return new YamlPart(YamlPartKind.Scalar, mark, start) { Tag = Tag(scalar), Text = scalar.Value, Form = form, End = end };
    }

    private YamlPart Sequence(SequenceStart start, YamlMark mark, int depth)
    {
        var items = new List<YamlPart>();
        while (_parser.MoveNext() && _parser.Current is not SequenceEnd) items.Add(Node(depth + 1));
        return new YamlPart(YamlPartKind.Sequence, mark, (int)start.Start.Index)
        {
            Tag = Tag(start),
            Items = items,
            Flow = start.Style == SequenceStyle.Flow,
            End = start.Style == SequenceStyle.Flow || items.Count == 0 ? FlowEnd(']') : items[^1].End,
        };
    }

    private YamlPart Mapping(MappingStart start, YamlMark mark, int depth)
    {
        var entries = new List<YamlPartEntry>();
        while (_parser.MoveNext() && _parser.Current is not MappingEnd)
        {
            var key = Node(depth + 1);
            if (!_parser.MoveNext()) throw Fault("the text ends in the middle of a mapping", key.Mark);
            var value = Node(depth + 1);
            var colon = _text.IndexOf(':', Math.Min(key.End, _text.Length - 1)) + 1;
            if (colon == 0) colon = key.End;
            // The parser places an empty value wherever the next thing begins.
            if (value is { Kind: YamlPartKind.Scalar, Form: YamlScalarForm.Plain, Text: "", Tag: null }) value.Start = value.End = colon;
            entries.Add(new YamlPartEntry(key, value, colon));
        }
        return new YamlPart(YamlPartKind.Mapping, mark, (int)start.Start.Index)
        {
            Tag = Tag(start),
            Entries = entries,
            Flow = start.Style == MappingStyle.Flow,
            End = start.Style == MappingStyle.Flow || entries.Count == 0 ? FlowEnd('}') : entries[^1].Value.End,
        };
    }

    /// <summary>Behind the bracket: the parser places the end before it. A mapping of one pair within a sequence (<c>[a: b]</c>) has none.</summary>
    private int FlowEnd(char bracket)
    {
        var end = (int)(_parser.Current?.End.Index ?? 0);
        return end < _text.Length && _text[end] == bracket ? end + 1 : end;
    }

    private static string? Tag(NodeEvent node) => node.Tag.IsEmpty ? null : node.Tag.Value;

    private static YamlPartsException Fault(string message, YamlMark mark) => new(new YamlFault(message, mark));
}
