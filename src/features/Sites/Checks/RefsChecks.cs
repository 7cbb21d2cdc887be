namespace Racklight.Sites.Checks;

/// <summary>Which refs are protected, and where forks come from.</summary>
internal sealed class RefsChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        if (site.Site.Value is not { } own) yield break;
        foreach (var name in own.Refs.Protected)
        {
            if (RefName.Fault(name) is { } fault) yield return site.Site.AtItem(["refs", "protected"], name, 0, $"`{name}` {fault}", "a branch such as main, or tags/v1");
        }
        foreach (var (user, address) in own.Refs.Remotes)
        {
            if (RemoteAddress.Fault(address, user == "*") is { } fault) yield return site.Site.At(["refs", "remotes", user], $"`{address}` {fault}", user == "*" ? "https://SERVER/{user}/site.git" : $"https://SERVER/{user}/site.git");
        }
    }
}
