namespace Racklight.NetBoot.Ipxe.Lint;

/// <summary>Text that iPXE reads otherwise than it looks.</summary>
internal static class TokenRules
{
    public static IEnumerable<IpxeFinding> Check(ScriptModel model)
    {
        foreach (var line in model.Lines)
        {
            if (Control(line) is { } control) yield return control;
            if (line.Comment is { } comment)
                yield return IpxeFinding.At(comment, IpxeRule.UnsafeToken, $"a word that starts with '#' cuts the line: '{IpxeFinding.Shorten(comment.Text)}' and all behind it is a comment", "put comments on lines of their own; text needs a variable set from hexadecimal");
            if (line.IsCutOff)
                yield return new(line.Number, Math.Max(1, line.Text.Length), IpxeRule.UnsafeToken, "\\", "the script ends in a backslash, which joins a line that is not there: the line is not run, and the script fails", "take the backslash out");
            foreach (var word in line.Commands.SelectMany(static command => command.Words))
            {
                if (Check(word) is { } finding) yield return finding;
            }
        }
    }

    private static IpxeFinding? Check(IpxeWord word)
    {
        if (IsUnclosed(word.Text)) return IpxeFinding.At(word, IpxeRule.UnsafeToken, $"'{IpxeFinding.Shorten(word.Text)}' has '${{' without '}}' in the same word: it is not expanded", "close it; a setting's name has no spaces");
        // In a URL '&&' may be meant.
        if (!word.Text.Contains("://", StringComparison.Ordinal) && (word.Text.Contains("||", StringComparison.Ordinal) || word.Text.Contains("&&", StringComparison.Ordinal)))
            return IpxeFinding.At(word, IpxeRule.UnsafeToken, $"'{IpxeFinding.Shorten(word.Text)}' is one word", "put spaces around '||' and '&&'");
        return null;
    }

    private static bool IsUnclosed(string word)
    {
        var start = word.LastIndexOf("${", StringComparison.Ordinal);
        return start >= 0 && word.IndexOf('}', start) < 0;
    }

    private static IpxeFinding? Control(IpxeLine line)
    {
        for (var i = 0; i < line.Text.Length; i++)
        {
            var c = line.Text[i];
            if (c is not '\ufeff' && (!char.IsControl(c) || c is '\t')) continue;
            return new(line.Number, i + 1, IpxeRule.ControlCharacter, $"U+{(int)c:X4}", $"the character U+{(int)c:X4} does not belong into a script", "take it out");
        }
        return null;
    }
}
