namespace Racklight.Sites;

/// <summary>
/// A branch, tag or commit as somebody typed it, checked before git hears of it: git's own rules (git-check-ref-format(1)) and narrower
/// ones of ours, so that every name also survives a URL that an old iPXE encodes anew.
/// </summary>
/// <param name="Text">As typed.</param>
/// <param name="User">Whose fork; null: the site's own repository.</param>
/// <param name="Name">The branch, tag, commit, or full name below <c>refs/</c>.</param>
public sealed record RefName(string Text, string? User, string Name)
{
    /// <summary>The most characters of a ref, with its user.</summary>
    public const int Longest = 200;

    private const int LongestUser = 39;

    /// <summary>What a name may consist of, for people.</summary>
    public const string Want = "letters, digits and any of ._-/+@#=, (a fork's branch: user:branch)";

    /// <summary>The whole name of a commit: 40 hexadecimal digits, or 64 in a repository of SHA-256.</summary>
    public bool IsCommit => User is null && IsWholeCommit(Name);

    /// <summary>It may be the beginning of a commit's name: 7 digits at least.</summary>
    public bool MayAbbreviate => User is null && Name.Length is >= 7 and < 64 && Name.All(char.IsAsciiHexDigit);

    /// <summary>True for 40 or 64 hexadecimal digits in lower case.</summary>
    public static bool IsWholeCommit(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Reads what somebody typed.</summary>
    /// <exception cref="ProblemException">It is no name that a ref can have.</exception>
    public static RefName Parse(string text)
    {
        if (text.Length == 0) throw Refused(text, "is empty");
        if (text.Length > Longest) throw Refused(text, $"has {text.Length} characters; at most {Longest} are possible");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (user, name) = colon < 0 ? (null, text) : (text[..colon], text[(colon + 1)..]);
        if (user is not null && UserFault(user) is { } wrong) throw Refused(text, wrong);
        if (Fault(name) is { } fault) throw Refused(text, fault);
        // git reads these digits in either case, and prints them in lower case: a commit has one address.
        if (user is null && name.Length is 40 or 64 && name.All(char.IsAsciiHexDigit)) name = name.ToLowerInvariant();
        return new RefName(text, user, name);
    }

    /// <summary>What is wrong with a name, to follow it; null when nothing is.</summary>
    public static string? Fault(string name)
    {
        if (name.Length == 0) return "names no branch";
        if (name.Length > Longest) return $"has {name.Length} characters; at most {Longest} are possible";
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-' or '/' or '+' or '@' or '#' or '=' or ',')) return $"holds {Shown(c)}, which is not possible here";
        }
        if (name[0] == '-') return "begins with a hyphen";
        if (name[^1] == '.') return "ends with a dot";
        if (name == "@") return "is only @";
        if (name.Contains("..", StringComparison.Ordinal)) return "holds two dots in a row";
        foreach (var part in name.Split('/'))
        {
            if (part.Length == 0) return "begins or ends with a slash, or holds two in a row";
            if (part[0] == '.') return "has a part that begins with a dot";
            if (part.EndsWith(".lock", StringComparison.Ordinal)) return "has a part that ends with .lock";
        }
        return null;
    }

    // It becomes a part of a remote's path: one plain name, that leads nowhere else.
    private static string? UserFault(string user)
    {
        if (user.Length is 0 or > LongestUser) return $"has no user of 1 to {LongestUser} characters before its colon";
        if (!char.IsAsciiLetterOrDigit(user[0]) && user[0] != '_') return "has a user that begins with neither a letter nor a digit";
        if (!user.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) return "has a user with other characters than letters, digits and . _ -";
        return user.Contains("..", StringComparison.Ordinal) || user[^1] == '.' ? "has a user that ends with a dot or holds two in a row" : null;
    }

    private static string Shown(char c) => c is > ' ' and <= '~' ? $"`{c}`" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the character U+{(int)c:X4}");

    private static ProblemException Refused(string text, string fault)
    {
        var clean = string.Concat(text.Take(60).Select(static c => c is >= ' ' and <= '~' ? c : '?'));
        return new ProblemException($"`{clean}{(text.Length > 60 ? "..." : "")}` {fault}", "a name of " + Want, ExitCodes.Usage);
    }
}
