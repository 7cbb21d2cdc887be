using Racklight.Yaml;

namespace Racklight.Sites.Checks;

/// <summary>Names that refer to other files: groups, images, channels, menu entries.</summary>
internal sealed class BootsChecks : ISiteCheck
{
    public IEnumerable<Problem> Check(SiteDraft site)
    {
        foreach (var (name, file) in site.Menu)
        {
            if (site.Images.ContainsKey(name)) yield return new Problem($"the image `{name}` has the same name: `boots: {name}` could mean either") { File = file.Path, Hint = "rename one of them" };
        }
        if (site.Site.Value is { } own && Fault(site, own.Unknown) is { } wrong) yield return site.Site.At(["unknown"], wrong.Message, wrong.Hint);
        foreach (var (file, group) in SiteDraft.Read(site.Groups))
        {
            if (group.Boots is { } boots && Fault(site, boots) is { } fault) yield return file.At(["boots"], fault.Message, fault.Hint);
        }
        foreach (var (file, node) in SiteDraft.Read(site.Nodes))
        {
            if (node.Boots is { } boots && Fault(site, boots) is { } fault) yield return file.At(["boots"], fault.Message, fault.Hint);
            if (node.Group is { } group && !site.Groups.ContainsKey(group))
            {
                var near = NearestWord.Of(group, site.Groups.Keys);
                yield return file.At(["group"], $"there is no group `{group}`{BootsWord.Meant(near)}", near is null ? BootsWord.Known("groups", site.Groups.Keys, $"groups/{group}.yaml") : null);
            }
        }
        foreach (var (file, entry) in SiteDraft.Read(site.Menu))
        {
            if (entry.Boots is { } boots && Fault(site, boots, ofEntry: true) is { } fault) yield return file.At(["boots"], fault.Message, fault.Hint);
        }
    }

    private static (string Message, string? Hint)? Fault(SiteDraft site, string boots, bool ofEntry = false)
        => BootsWord.Fault(site.Images, site.Menu, boots, ofEntry);
}
