using Racklight.Sites;

namespace Racklight.Nodes.Refs;

/// <summary>Another site than the one that is served, for one request.</summary>
/// <param name="Site">The site.</param>
/// <param name="Ref">The ref as people know it; the beginning of the commit when nobody named another.</param>
/// <param name="Commit">Its commit.</param>
/// <param name="IsTry">The node was told to try it: then a boot that has begun goes on with the commit that it began with.</param>
internal sealed record SiteAt(Site Site, string Ref, string Commit, bool IsTry)
{
    /// <summary>The try is for one boot.</summary>
    public bool Once { get; init; }

    /// <summary>For the timeline: <c>by feature/x at 0123456789ab</c>.</summary>
    public string Words => Commit.StartsWith(Ref, StringComparison.Ordinal) ? $"by commit {Commit[..12]}" : $"by {Ref} at {Commit[..12]}";
}
