namespace Racklight.Sites.Checks;

/// <summary>What is wrong with a web address in a site.</summary>
internal static class WebAddress
{
    private const int Longest = 512;

    /// <summary>Null when it is right, else what is wrong, to follow the address: "is not …".</summary>
    public static string? Fault(string text)
    {
        if (text.Length > Longest) return $"has {text.Length} characters; at most {Longest} are possible";
        if (text.Any(static c => c is <= ' ' or > '~' or '"' or '\'' or '\\' or '`' or '<' or '>')) return "holds a character that no URL may hold";
        if (text.Contains("${", StringComparison.Ordinal)) return "holds an iPXE variable, which is not filled in here";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0) return "is not an http or https URL";
        return uri.UserInfo.Length > 0 ? "holds a login, which everyone who can read the site would see" : null;
    }
}
