namespace Racklight.Sites;

/// <summary>
/// The addresses of forks that a site may name: https, http, ssh and git URLs, and absolute paths of repositories on the server's own disks. git's own
/// helpers (<c>ext::</c> runs commands) are none of these, and each fetch may speak its one protocol only.
/// </summary>
internal static class RemoteAddress
{
    /// <summary>What stands for the user in the address of <c>*</c>.</summary>
    public const string User = "{user}";

    private const int Longest = 500;

    /// <summary>What is wrong with an address, to follow it; null when nothing is.</summary>
    /// <param name="text">The address.</param>
    /// <param name="forAll">It is that of <c>*</c>, and must have <see cref="User"/> in it.</param>
    public static string? Fault(string text, bool forAll)
    {
        if (text.Length is 0 or > Longest) return $"has {text.Length} characters; 1 to {Longest} are possible";
        if (text.Any(static c => c is <= ' ' or > '~' or '"' or '\'' or '\\' or '`' or '<' or '>')) return "holds a character that no address may hold";
        var place = text.IndexOf(User, StringComparison.Ordinal);
        if (forAll && place < 0) return "has no {user} in it: every user would get the same repository";
        if (!forAll && place >= 0) return "has {user} in it, which only the address of * is filled in with";
        var plain = text.Replace(User, "user", StringComparison.Ordinal);
        if (plain.AsSpan().ContainsAny('{', '}')) return "has a brace in it that is no {user}";
        if (plain.Contains("::", StringComparison.Ordinal)) return "names a remote helper of git, which could run any command";
        if (plain.StartsWith('/')) return plain.Split('/').Any(static part => part is "." or "..") ? "holds . or .. as a part" : null;
        if (!Uri.TryCreate(plain, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http" or "ssh" or "git") || uri.Host.Length == 0) return "is neither an https, http, ssh or git URL nor an absolute path";
        // ssh would take it for an option (CVE-2017-1000117).
        if (uri.Host[0] == '-' || uri.UserInfo.StartsWith('-')) return "has a host or user that begins with a hyphen";
        if (uri.UserInfo.Contains(':', StringComparison.Ordinal)) return "holds a password, which everyone who can read the site would see";
        var path = text.IndexOf('/', text.IndexOf("://", StringComparison.Ordinal) + 3);
        return place >= 0 && (path < 0 || place < path) ? "has {user} in its host, so that a user could name any server" : null;
    }

    /// <summary>The address of a user's fork, by the site's list; null when it allows none.</summary>
    public static string? Of(RefsConfig refs, string user)
        => refs.Remotes.TryGetValue(user, out var own) ? Fault(own, forAll: false) is null ? own : null
            : refs.Remotes.TryGetValue("*", out var any) && Fault(any, forAll: true) is null ? any.Replace(User, user, StringComparison.Ordinal)
            : null;

    /// <summary>The one protocol that git may speak to get it.</summary>
    public static string Protocol(string address) => address.StartsWith('/') ? "file" : address[..address.IndexOf(':', StringComparison.Ordinal)].ToLowerInvariant();
}
