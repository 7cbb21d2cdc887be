using Racklight.Sites;

namespace Racklight.Answers;

/// <summary>Where a site's secrets come from. The room of secrets has them; without it there are none (<see cref="NoSecrets"/>).</summary>
public interface ISiteSecrets
{
    /// <summary>The secrets of a site as it was read: those of its commit. Cheap; files are read when a name is asked for.</summary>
    ISecretSource Of(Site site);
}
