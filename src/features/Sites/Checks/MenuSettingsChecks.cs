using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>The settings of menus: what is taken by itself must exist, and no title could become a command of a boot script.</summary>
internal sealed class MenuSettingsChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        var problems = Of(site, site.Site, site.Site.Value?.Menu);
        foreach (var (file, group) in SiteDraft.Read(site.Groups)) problems = problems.Concat(Of(site, file, group.Menu));
        foreach (var (file, node) in SiteDraft.Read(site.Nodes)) problems = problems.Concat(Of(site, file, node.Menu));
        return problems;
    }

    private static IEnumerable<Problem> Of<T>(SiteDraft site, SourceFile<T> file, MenuSettings? menu) where T : class
    {
        if (menu?.Title is { } title && ScriptText.Fault(title) is { } fault) yield return file.At(["menu", "title"], $"`{title}` {fault}");
        if (menu?.Default is not { } name || name is "local" or "last" || site.Menu.ContainsKey(name) || SiteReader.Catalog?.Ids.Contains(name) == true) yield break;
        var near = NearestWord.Of(name, ((string[])["local", "last"]).Concat(site.Menu.Keys).Concat(SiteReader.Catalog?.Ids ?? []));
        yield return file.At(["menu", "default"], $"there is no menu entry `{name}`{(near is null ? "" : $", did you mean `{near}`?")}", near is null ? "racklight menu list" : null);
    }
}
