using System.Text;

namespace Racklight.Answers.Lint;

/// <summary>A word of a line and where it begins (from 1).</summary>
internal readonly record struct Word(string Text, int Column)
{
    /// <summary>The name of an option <c>--name=value</c>, else null.</summary>
    public string? Option => Text.StartsWith("--", StringComparison.Ordinal) ? Text.Split('=', 2)[0] : null;

    /// <summary>What follows its first <c>=</c>, else null.</summary>
    public string? Value => Text.Split('=', 2) is [_, var value] ? value : null;
}

/// <summary>Cuts a line as a shell would: blanks part, quotes hold together, <c>#</c> at a word's beginning ends it.</summary>
internal static class WordLine
{
    public static List<Word> Read(string line, out bool open)
    {
        var words = new List<Word>();
        var word = new StringBuilder();
        var start = -1;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else if (c == '\\' && quote == '"' && i + 1 < line.Length && line[i + 1] is '"' or '\\') word.Append(line[++i]);
                else word.Append(c);
                continue;
            }
            if (c is ' ' or '\t')
            {
                if (start >= 0) words.Add(new Word(word.ToString(), start + 1));
                start = -1;
                word.Clear();
                continue;
            }
            if (c == '#' && start < 0) break;
            if (start < 0) start = i;
            if (c is '"' or '\'') quote = c;
            else if (c == '\\' && i + 1 < line.Length) word.Append(line[++i]);
            else word.Append(c);
        }
        if (start >= 0) words.Add(new Word(word.ToString(), start + 1));
        open = quote != '\0';
        return words;
    }

    /// <summary>The lines of a text; tells once of line ends that Linux installers take for part of the last word.</summary>
    public static string[] Lines(string text, Findings findings)
    {
        var lines = text.Split('\n');
        var carriage = Array.FindIndex(lines, static line => line.EndsWith('\r'));
        if (carriage >= 0) findings.Warn(carriage + 1, lines[carriage].Length, "the lines end as on Windows (CR LF)", "save the file with line feeds only");
        return [.. lines.Select(static line => line.TrimEnd('\r'))];
    }
}
