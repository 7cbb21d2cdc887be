using Racklight.Sites;

namespace Racklight.Secrets.Serving;

/// <summary>Looks into the files of secrets when a site is checked: encrypted, sound, and opened where a password is at hand.</summary>
/// <param name="vaults">Where files and passwords come from.</param>
public sealed class SiteVaultChecks(VaultsAtHand vaults) : IAddedCheck
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Check(Site site)
    {
        if (site.File.Secrets.Count == 0) return [];
        var (files, keyring) = vaults.Look(site);
        try
        {
            return [.. files().SelectMany(file => Faults(() => file.Check(keyring)))];
        }
        catch (ProblemException e)
        {
            return e.Problems;
        }
    }

    private static IReadOnlyList<Problem> Faults(Action check)
    {
        try
        {
            check();
            return [];
        }
        catch (ProblemException e)
        {
            return e.Problems;
        }
    }
}
