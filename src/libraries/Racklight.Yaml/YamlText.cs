using System.Globalization;
using YamlDotNet.Core;

namespace Racklight.Yaml;

/// <summary>Faults of a text below the level of its tree, in words for who wrote it.</summary>
internal static class YamlText
{
    /// <summary>
    /// The first character that YAML forbids (1.2.2 §5.1) or that ends a line for some readers and not for others. Told before
    /// parsing: such characters would also reach the terminal with the offending line.
    /// </summary>
    public static YamlFault? FindForbidden(string text)
    {
        int line = 1, start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
            {
                line++;
                start = i + 1;
            }
            var allowed = c is '\t' or '\n' or (>= ' ' and < '\x7F') || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                || (c >= '\xA0' && c is not ('\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF') && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
                || c == '\u00AD';
            if (allowed) continue;
            var name = c == '\r' ? "a carriage return that ends no line" : $"the invisible character U+{(int)c:X4}";
            return new YamlFault($"{name} is not allowed", new YamlMark(line, i - start + 1), "delete it");
        }
        return null;
    }

    /// <summary>Turns what the parser says into what its user can act on.</summary>
    public static YamlFault Explain(string text, YamlException e)
    {
        var mark = new YamlMark((int)Math.Max(1, e.Start.Line), (int)Math.Max(1, e.Start.Column));
        var lines = text.Split('\n');
        if (e.Message.Contains("tab", StringComparison.OrdinalIgnoreCase))
        {
            for (var i = mark.Line - 1; i < lines.Length; i++)
            {
                var indent = lines[i].Length - lines[i].TrimStart(' ', '\t').Length;
                var tab = lines[i].IndexOf('\t', 0, indent);
                if (tab >= 0) return new YamlFault("a tab cannot indent YAML", new YamlMark(i + 1, tab + 1), "use spaces");
            }
        }
        var line = mark.Line <= lines.Length ? lines[mark.Line - 1] : "";
        var said = e.Message.TrimEnd('.');
        if (said.Contains("invalid mapping", StringComparison.Ordinal) || said.Contains("Mapping values are not allowed", StringComparison.OrdinalIgnoreCase))
        {
            return new YamlFault("a `key: value` cannot stand here", mark, "is this line indented as its neighbours are? Text that holds a `: ` needs quotes");
        }
        if (said.Contains("quoted scalar", StringComparison.Ordinal)) return new YamlFault("this quote is never closed", mark, "end it with the same quote, on the same line");
        if (said.Contains("cannot start any token", StringComparison.Ordinal))
        {
            var hint = mark.Column <= line.Length ? $"put the value in quotes: it begins with `{line[mark.Column - 1]}`" : "put the value in quotes";
            return new YamlFault("a value cannot begin like this", mark, hint);
        }
        if (said.Contains("flow sequence", StringComparison.Ordinal)) return new YamlFault("this list is not closed or misses a comma", mark, "write [one, two]");
        if (said.Contains("flow mapping", StringComparison.Ordinal)) return new YamlFault("this mapping is not closed or misses a comma", mark, "write { one: 1, two: 2 }");
        if (said.Contains("could not find expected ':'", StringComparison.Ordinal) || said.Contains("simple key", StringComparison.Ordinal))
        {
            return new YamlFault("a key without its colon", mark, "write `key: value`");
        }
        if (said.Contains("did not find expected key", StringComparison.Ordinal) || said.Contains("did not find expected '-'", StringComparison.Ordinal))
        {
            return new YamlFault("this line is not indented as its neighbours are", mark, "entries of one mapping or list begin in the same column");
        }
        return new YamlFault($"this is not YAML: {said}", mark);
    }
}
