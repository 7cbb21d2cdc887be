using System.Text;

namespace Racklight.NetBoot.Ipxe;

/// <summary>
/// Writes text so that iPXE reads back exactly that text. iPXE splits a line at white space before it expands settings and knows no
/// quoting: <c>||</c>, <c>&amp;&amp;</c>, <c>;</c> as words and any word starting with <c>#</c> end a command, a <c>\</c> at the end of a
/// line joins it to the next, and runs of spaces collapse. What cannot stand in the line goes through a variable set from hexadecimal.
/// </summary>
/// <param name="hoist">Keeps bytes in a variable, by a line written before this one.</param>
internal sealed class IpxeEncoder(Func<byte[], Setting> hoist)
{
    /// <summary>Text of several words, as <c>echo</c> and kernel arguments take it.</summary>
    public string Words(IpxeText text, string what)
    {
        Check(text, what);
        var culprits = Culprits(text);
        return Render(text, part => culprits.Contains(part));
    }

    /// <summary>Text that must be one argument: a value with spaces goes through a variable whole.</summary>
    public string Token(IpxeText text, string what)
    {
        Check(text, what);
        if (text.Parts.Count == 0) return Empty;
        var culprits = Culprits(text);
        return Render(text, part => culprits.Contains(part) || ((string)text.Parts[part]).Contains(' ', StringComparison.Ordinal));
    }

    /// <summary>An address to fetch from. Refused when a character in it would have to be percent-encoded.</summary>
    public static string Url(IpxeText text, IpxeCapabilities capabilities)
    {
        Check(text, "the URL");
        if (text.Parts.Count == 0) throw new IpxeSyntaxException("a URL is empty");
        foreach (var part in text.Parts.OfType<string>())
        {
            foreach (var c in part)
            {
                if (char.IsAsciiLetterOrDigit(c) || "-._~:/?[]@!$&'()*+,;=%".Contains(c, StringComparison.Ordinal)) continue;
                throw new IpxeSyntaxException($"the URL {text} has the character '{c}': percent-encode it (a fragment is never sent)");
            }
        }
        if (text.Parts[0] is string start)
        {
            if (start.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && !capabilities.Has(IpxeFeature.Https))
            {
                throw new IpxeSyntaxException($"the URL {text} needs HTTPS, which {capabilities} lacks: serve it by http://, or use a bootloader set with HTTPS");
            }
            if (!start.Contains("://", StringComparison.Ordinal)) throw new IpxeSyntaxException($"the URL {text} has no scheme: start it with http://");
        }
        return Render(text, static _ => false, static _ => throw new InvalidOperationException());
    }

    /// <summary>The address of a disk: as a URL, or iSCSI's and AoE's own spelling (<c>iscsi:10.0.0.1::::iqn.2026-01.example:disk</c>, <c>aoe:e1.1</c>).</summary>
    public static string DiskUrl(IpxeText text, IpxeCapabilities capabilities)
    {
        if (text.Literal is not { } literal || !(literal.StartsWith("iscsi:", StringComparison.Ordinal) || literal.StartsWith("aoe:", StringComparison.Ordinal))) return Url(text, capabilities);
        Check(text, "the disk's address");
        if (literal.Any(static c => c == ' ' || c > 0x7e)) throw new IpxeSyntaxException($"the disk's address has a space or a character that is not ASCII: {literal}");
        return literal;
    }

    /// <summary>A variable that is never set: expands to nothing, yet counts as an argument.</summary>
    internal const string Empty = "${" + SharedVariables.None + "}";

    private string Render(IpxeText text, Func<int, bool> hidden) => Render(text, hidden, hoist);

    private static string Render(IpxeText text, Func<int, bool> hidden, Func<byte[], Setting> hoist)
    {
        var line = new StringBuilder();
        for (var i = 0; i < text.Parts.Count; i++)
        {
            line.Append(text.Parts[i] switch
            {
                string literal when hidden(i) => hoist(Encoding.UTF8.GetBytes(literal)).As(SettingFormat.Text).ToString(),
                var part => part.ToString(),
            });
        }
        return line.ToString();
    }

    /// <summary>The literal pieces that iPXE would not read back as they are.</summary>
    private static HashSet<int> Culprits(IpxeText text)
    {
        var culprits = new HashSet<int>();
        var word = new StringBuilder();
        var inWord = new List<int>();
        void EndWord(int part)
        {
            // An empty word is a space too many, which iPXE would drop.
            if (word.Length == 0) culprits.Add(part);
            else if (IsUnsafeWord(word.ToString())) culprits.UnionWith(inWord);
            word.Clear();
            inWord.Clear();
        }

        for (var i = 0; i < text.Parts.Count; i++)
        {
            if (text.Parts[i] is not string literal)
            {
                word.Append("${}");
                continue;
            }
            foreach (var c in literal)
            {
                if (c == ' ')
                {
                    EndWord(i);
                    continue;
                }
                if (inWord.Count == 0 || inWord[^1] != i) inWord.Add(i);
                word.Append(c);
            }
        }
        if (text.Parts.Count > 0) EndWord(text.Parts.Count - 1);
        culprits.RemoveWhere(part => text.Parts[part] is not string);
        return culprits;
    }

    /// <summary>A glued '||' is read as text, but whoever reads the script takes it for a mistake; in an address it may be meant.</summary>
    internal static bool IsUnsafeWord(string word) => word == ";" || word[0] == '#' || word[^1] == '\\'
        || (!word.Contains("://", StringComparison.Ordinal) && (word.Contains("||", StringComparison.Ordinal) || word.Contains("&&", StringComparison.Ordinal)));

    private static void Check(IpxeText text, string what)
    {
        foreach (var literal in text.Parts.OfType<string>())
        {
            foreach (var c in literal)
            {
                if (char.IsControl(c)) throw new IpxeSyntaxException($"{what} has a control character (U+{(int)c:X4}): take it out, a boot script is lines of plain text");
            }
            // Expanding is repeated until nothing is left to expand, so that a variable could not hide it either.
            if (literal.Contains("${", StringComparison.Ordinal)) throw new IpxeSyntaxException($"{what} has '${{' in it, which iPXE would expand wherever it stands: {literal}");
        }
    }
}
