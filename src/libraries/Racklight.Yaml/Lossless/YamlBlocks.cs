namespace Racklight.Yaml.Lossless;

/// <summary>
/// A settings file in blocks: comments, entries, commented-out defaults, blank lines. The texts of all blocks in a row are the file, byte for byte,
/// so that a file is made anew by choosing blocks.
/// </summary>
public static class YamlBlocks
{
    /// <summary>Takes a text that is one mapping apart.</summary>
    /// <exception cref="YamlPartsException">It is not YAML, no mapping, or has a key twice; with the place.</exception>
    public static IReadOnlyList<YamlBlock> Read(string text, YamlLimits? limits = null)
    {
        var map = YamlMapText.Read(text, limits);
        var blocks = new List<YamlBlock>();
        var at = 0;
        foreach (var entry in map.Entries)
        {
            var (start, end) = (LineStart(text, entry.Key.Start), NextLine(text, Math.Max(entry.Value.End, entry.Colon)));
            Gap(text[at..start], blocks);
            blocks.Add(new YamlBlock(YamlBlockKind.Entry, entry.Key.Text, text[start..end], map.Raw(entry.Key.Text)!));
            at = end;
        }
        Gap(text[at..], blocks);
        return blocks;
    }

    /// <summary>The file that blocks make.</summary>
    public static string Write(IEnumerable<YamlBlock> blocks) => string.Concat(blocks.Select(static block => block.Text));

    /// <summary>What stands between entries: comments, defaults, blank lines.</summary>
    private static void Gap(string text, List<YamlBlock> blocks)
    {
        var at = 0;
        while (at < text.Length)
        {
            var end = NextLine(text, at);
            var line = text[at..end];
            if (CommentedKey(line) is not { } key)
            {
                blocks.Add(new YamlBlock(string.IsNullOrWhiteSpace(line) ? YamlBlockKind.Blank : line.TrimStart().StartsWith('#') ? YamlBlockKind.Comment : YamlBlockKind.Other, null, line));
                at = end;
                continue;
            }
            if (OpensMore(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..])) while (end < text.Length && Continues(text.AsSpan(end))) end = NextLine(text, end);
            var whole = text[at..end];
            blocks.Add(new YamlBlock(YamlBlockKind.Default, key, whole, ValueOf(whole, key)));
            at = end;
        }
    }

    /// <summary>The key of <c>#key: value</c>; null for prose, which has a blank behind the sign.</summary>
    private static string? CommentedKey(string line)
    {
        if (line.Length < 3 || line[0] != '#' || !(char.IsAsciiLetterLower(line[1]) || line[1] == '_')) return null;
        var at = 1;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] is '_' or '-' or '.')) at++;
        return at < line.Length && line[at] == ':' && (at + 1 == line.Length || line[at + 1] is ' ' or '\t' or '\r' or '\n') ? line[1..at] : null;
    }

    /// <summary>True when the value of a commented key goes on below: it is empty, or the head of a block.</summary>
    private static bool OpensMore(string value)
    {
        var text = value.Trim();
        var comment = text.IndexOf('#', StringComparison.Ordinal);
        if (comment >= 0) text = text[..comment].TrimEnd();
        return text.Length == 0 || (text[0] is '|' or '>' && text.Length <= 3);
    }

    /// <summary>True for <c>#  - item</c> and the like: a commented line that is indented, not prose with its one blank.</summary>
    private static bool Continues(ReadOnlySpan<char> line) => line.Length > 3 && line[0] == '#' && (line[1..].StartsWith("- ") || (line[1] == ' ' && line[2] == ' ' && !line[1..].TrimStart(' ').StartsWith("\n")));

    private static string ValueOf(string block, string key)
    {
        var lines = block.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line[1..]);
        try
        {
            return YamlMapText.Read(string.Join('\n', lines) + "\n").Raw(key) ?? "";
        }
        catch (YamlPartsException)
        {
            // A default that is no YAML when uncommented (`<label>`): as it stands.
            return block[(block.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
    }

    private static int LineStart(string text, int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static int NextLine(string text, int at)
    {
        var end = text.IndexOf('\n', Math.Min(at, text.Length));
        return end < 0 ? text.Length : end + 1;
    }
}
