namespace Racklight.Sites;

/// <summary>What another room looks at when a site is checked (<c>racklight site check</c>). Its errors fail the check; a server takes the site over all the same.</summary>
public interface IAddedCheck
{
    /// <summary>All that is wrong. Never throws for what is in the files.</summary>
    IEnumerable<Problem> Check(Site site);
}
