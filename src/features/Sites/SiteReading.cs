namespace Racklight.Sites;

/// <summary>What reading a site gave.</summary>
/// <param name="Site">The site; null when there is an error among the problems.</param>
/// <param name="Problems">All that is wrong or worth knowing, in the order of files and lines.</param>
public sealed record SiteReading(Site? Site, IReadOnlyList<Problem> Problems)
{
    /// <summary>The site, or all its errors as an exception.</summary>
    /// <exception cref="ProblemException">The site has errors.</exception>
    public Site Require() => Site ?? throw new ProblemException(Problems);
}
