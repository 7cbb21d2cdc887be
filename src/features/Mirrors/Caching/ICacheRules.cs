namespace Racklight.Mirrors.Caching;

/// <summary>What the pass-through cache may do.</summary>
/// <param name="Hosts">Hosts that machines may reach through it: <c>mirrors.kernel.org</c>, <c>mirror.lan:8080</c>, <c>*.fedoraproject.org</c>.</param>
/// <param name="Size">The most bytes that it keeps; 0: it is off.</param>
public sealed record CacheRules(IReadOnlyList<string> Hosts, long Size)
{
    /// <summary>No cache.</summary>
    public static CacheRules Off { get; } = new([], 0);
}

/// <summary>The rules as they are now: the site may change while the server runs.</summary>
public interface ICacheRules
{
    /// <summary>The rules.</summary>
    CacheRules Current { get; }
}

/// <summary>The rules where nobody made any.</summary>
internal sealed class NoCacheRules : ICacheRules
{
    public CacheRules Current => CacheRules.Off;
}
