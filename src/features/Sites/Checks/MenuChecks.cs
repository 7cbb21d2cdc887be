namespace Racklight.Sites.Checks;

/// <summary>Menu entries, each alone: what it boots is said once, and no text in it could become a command of a boot script.</summary>
internal sealed class MenuChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site) => SiteDraft.Read(site.Menu).SelectMany(static pair => MenuEntryCheck.Check(pair.File, pair.Value));
}
