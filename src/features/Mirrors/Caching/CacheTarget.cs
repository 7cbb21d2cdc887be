namespace Racklight.Mirrors.Caching;

/// <summary>What a request for <c>/cache/SCHEME/HOST/PATH</c> asks for.</summary>
internal static class CacheTarget
{
    private const int Longest = 4096;

    /// <summary>The address, or null when it is none that the cache may ask. Read from the request line as it came: a decoded path could mean another file.</summary>
    public static Uri? Parse(string rawTarget)
    {
        if (rawTarget.Length > Longest || !rawTarget.StartsWith("/cache/", StringComparison.Ordinal) || rawTarget.Any(static c => c is <= ' ' or > '~' or '#' or '\\')) return null;
        var parts = rawTarget["/cache/".Length..].Split('/', 3);
        if (parts is not ["http" or "https", { Length: > 0 } host, var path] || host.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or ':' or '[' or ']'))) return null;
        return Uri.TryCreate($"{parts[0]}://{host}/{path}", UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.Host.Length > 0 ? uri : null;
    }

    /// <summary>True for files that never change under their name: packages, pools, and indexes by digest.</summary>
    public static bool IsImmutable(Uri url)
    {
        var path = url.AbsolutePath;
        return url.Query.Length == 0 && (path.EndsWith(".deb", StringComparison.Ordinal) || path.EndsWith(".udeb", StringComparison.Ordinal) || path.EndsWith(".rpm", StringComparison.Ordinal) || path.EndsWith(".drpm", StringComparison.Ordinal)
            || path.EndsWith(".pkg.tar.zst", StringComparison.Ordinal) || path.Contains("/pool/", StringComparison.Ordinal) || path.Contains("/by-hash/", StringComparison.Ordinal));
    }
}
