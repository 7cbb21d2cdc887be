namespace Racklight.Sites;

/// <summary>
/// Text that ends up on a line of an iPXE script. iPXE has no quoting: some texts would end the command and begin another
/// (docs/ipxe.md). The script writer refuses them too; here they are refused where their writer can see the place.
/// </summary>
public static class ScriptText
{
    /// <summary>The longest text of an entry, in characters.</summary>
    public const int Longest = 1024;

    /// <summary>Null when it is harmless, else why not, to follow the text: "holds …".</summary>
    public static string? Fault(string text)
    {
        if (text.Length > Longest) return $"has {text.Length:N0} characters; at most {Longest:N0} are possible";
        foreach (var c in text)
        {
            if (c is '\n' or '\r') return "holds a line break: what follows would be a command of its own";
            if (char.IsControl(c) || c is '\u2028' or '\u2029') return $"holds the control character U+{(int)c:X4}";
        }
        if (text.Contains("${", StringComparison.Ordinal)) return "holds `${`, which iPXE would expand";
        if (text.EndsWith('\\')) return "ends with a backslash, which joins the next line to it";
        foreach (var word in text.Split(' '))
        {
            if (word is "||" or "&&" or ";") return $"holds the word `{word}`: what follows would be a command of its own";
            if (word.StartsWith('#')) return $"holds a word that begins with `#`: iPXE takes it and what follows for a comment";
        }
        return null;
    }

    /// <summary>As <see cref="Fault"/>, for a URL: it is one word of ASCII, http or https. Names in braces may stand in it.</summary>
    public static string? UrlFault(string text)
    {
        if (Fault(text) is { } fault) return fault;
        if (text.Any(static c => c is <= ' ' or > '~' or '"' or '\'' or '\\' or '`' or '<' or '>' or '#')) return "holds a character that no URL may hold";
        if (text.StartsWith('{')) return null;
        if (!text.StartsWith("http://", StringComparison.Ordinal) && !text.StartsWith("https://", StringComparison.Ordinal)) return "is not an http or https URL";
        var authority = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        authority = authority[..(authority.IndexOf('/') is >= 0 and var slash ? slash : authority.Length)];
        if (authority.Length == 0) return "is not an http or https URL: it names no server";
        return authority.Contains('@') ? "holds a login, which everyone who can read the site would see" : null;
    }
}
