using System.Text;

namespace Racklight.Yaml.Lossless;

/// <summary>Replaces spans of a text. A comment behind a value stays on the line where the value begins, also when the new value is a block.</summary>
public sealed class YamlEdits(string text)
{
    private readonly List<(int Start, int End, string Value, bool KeepsComment)> _edits = [];

    /// <summary>The line end that the text uses.</summary>
    public string NewLine { get; } = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";

    /// <summary>Replaces a value.</summary>
    public void Replace(int start, int end, string value) => _edits.Add((start, end, value, true));

    /// <summary>Puts characters in, as they are.</summary>
    public void Insert(int at, string characters) => _edits.Add((at, at, characters, false));

    /// <summary>Cuts characters out, whatever they are.</summary>
    public void Cut(int start, int end) => _edits.Add((start, end, "", false));

    /// <summary>The end of the line that holds a character: before its line end.</summary>
    public int LineEnd(int from)
    {
        var end = text.IndexOf('\n', from);
        return end < 0 ? text.Length : end > from && text[end - 1] == '\r' ? end - 1 : end;
    }

    /// <summary>The text with all edits; they may not overlap.</summary>
    public override string ToString()
    {
        if (_edits.Count == 0) return text;
        var result = new StringBuilder(text.Length + 256);
        var at = 0;
        foreach (var (start, end, value, keepsComment) in _edits.OrderBy(static edit => edit.Start))
        {
            result.Append(text, at, start - at);
            at = end;
            var lines = value.ReplaceLineEndings(NewLine);
            var first = lines.IndexOf(NewLine, StringComparison.Ordinal);
            if (!keepsComment || first < 0)
            {
                result.Append(lines);
                continue;
            }
            at = LineEnd(end);
            result.Append(lines, 0, first).Append(text, end, at - end).Append(lines, first, lines.Length - first);
        }
        return result.Append(text, at, text.Length - at).ToString();
    }
}
