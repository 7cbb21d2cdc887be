using System.Text;

namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>A logical line: what a backslash at its end joined is one.</summary>
/// <param name="Number">Of its first physical line, from 1.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">The label that it begins with, or null. What follows a label on its line is run.</param>
/// <param name="Comment">Where a comment behind a command starts, or null.</param>
/// <param name="Commands">Its commands; none for a comment, an empty line or a label alone.</param>
/// <param name="IsCutOff">True when the script ends in the backslash that would join it to a next line.</param>
internal sealed record IpxeLine(int Number, string Text, IpxeWord? Label, IpxeWord? Comment, IReadOnlyList<IpxeCommand> Commands, bool IsCutOff)
{
    /// <summary>Splits a script as iPXE's process_script does: LF ends a line, one CR before it is dropped, then a backslash joins the next.</summary>
    public static IEnumerable<IpxeLine> Split(string script)
    {
        var places = new List<(int Offset, int Line)>();
        var joined = new StringBuilder();
        var number = 1;
        for (var start = 0; start < script.Length;)
        {
            places.Clear();
            joined.Clear();
            bool continues;
            do
            {
                var end = script.IndexOf('\n', start);
                if (end < 0) end = script.Length;
                places.Add((joined.Length, number++));
                joined.Append(script, start, end - start);
                if (joined.Length > 0 && joined[^1] == '\r') joined.Length--;
                continues = joined.Length > 0 && joined[^1] == '\\';
                if (continues) joined.Length--;
                start = end + 1;
            }
            while (continues && start < script.Length);
            yield return Parse(joined.ToString(), places, continues);
        }
    }

    internal static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\v' or '\f' or '\n';

    private static IpxeLine Parse(string text, List<(int Offset, int Line)> places, bool isCutOff)
    {
        var words = Words(text, places);
        var rest = words.AsEnumerable();
        IpxeWord? label = null;
        if (words is [var first, ..] && first.Text[0] == ':')
        {
            label = first with { Text = first.Text[1..] };
            rest = words.Skip(1);
        }
        var commands = new List<IpxeCommand>();
        var current = new List<IpxeWord>();
        IpxeWord? comment = null;
        string? before = null;
        var any = false;
        foreach (var word in rest)
        {
            if (word.Text[0] == '#')
            {
                if (any) comment = word;
                break;
            }
            any = true;
            if (word.Text is not ("||" or "&&" or ";"))
            {
                current.Add(word);
                continue;
            }
            commands.Add(new(current, before, word.Text));
            before = word.Text;
            current = [];
        }
        if (any) commands.Add(new(current, before, null));
        return new(places[0].Line, text, label, comment, commands, isCutOff);
    }

    private static List<IpxeWord> Words(string text, List<(int Offset, int Line)> places)
    {
        var words = new List<IpxeWord>();
        var place = 0;
        for (var i = 0; i < text.Length;)
        {
            while (i < text.Length && IsSpace(text[i])) i++;
            if (i == text.Length) break;
            var start = i;
            while (i < text.Length && !IsSpace(text[i])) i++;
            while (place + 1 < places.Count && places[place + 1].Offset <= start) place++;
            words.Add(new(text[start..i], places[place].Line, start - places[place].Offset + 1));
        }
        return words;
    }
}
