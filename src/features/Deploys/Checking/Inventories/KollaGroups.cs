using Racklight.Deploys.Findings;
using Racklight.Releases;
using Racklight.Yaml;

namespace Racklight.Deploys.Checking.Inventories;

/// <summary>kolla's inventory against the groups that the release's playbooks name.</summary>
internal sealed class KollaGroups : ICloudCheck
{
    public IEnumerable<Finding> Check(CloudFiles cloud)
    {
        if (cloud.Tool != CloudTool.Kolla) yield break;
        // Overrides of services' settings are of the same form.
        foreach (var file in cloud.Files.Where(file => !file.Path.Contains('!') && !cloud.Below(file).StartsWith("config/", StringComparison.Ordinal) && Path.GetExtension(file.Name) is "" or ".ini" && file.Text is { } text && IniInventory.Looks(text)))
        {
            foreach (var finding in Of(file, IniInventory.Read(file.Text!), cloud.Series)) yield return finding;
        }
    }

    private static IEnumerable<Finding> Of(RepositoryFile file, IniInventory inventory, Series? series)
    {
        foreach (var fault in inventory.Faults) yield return file.Found("inventory", fault.Mark, fault.Message, fault.Hint);
        foreach (var child in inventory.Groups.Values.SelectMany(static group => group.Children))
        {
            if (!inventory.Groups.ContainsKey(child.Name)) yield return file.Found("inventory", child.Mark, $"there is no group `{child.Name}`{Meant(child.Name, inventory.Groups.Keys)}", $"[{child.Name}], even if it is empty");
        }
        if (series is null) yield break;
        foreach (var (name, group) in inventory.Groups)
        {
            if (ReleaseNames.KollaGroups.Has(series, name) || name is "ungrouped" or "all") continue;
            if (ReleaseNames.KollaGroups.SeriesOf(name).MaxBy(static one => one.Index) is { } last)
            {
                yield return file.Found("vanished-group", group.Mark, last.Index < series.Index ? $"the group `{name}` does nothing any more: {last} was the last release with it" : $"the group `{name}` comes after {series}",
                    ReleaseNames.KollaGroups.Of(series).Contains(name.Replace('-', '_')) ? $"the release has `{name.Replace('-', '_')}`" : "delete it", Severity.Warning);
            }
            else if (NearestWord.Of(name, ReleaseNames.KollaGroups.Of(series)) is { } near && !inventory.Groups.ContainsKey(near))
            {
                yield return file.Found("unknown-group", group.Mark, $"kolla-ansible {series} has no group `{name}`, did you mean `{near}`?", near, Severity.Warning);
            }
        }
        var missing = ReleaseNames.KollaGroups.Of(series).Where(name => name is not ("ungrouped" or "all") && !inventory.Groups.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            yield return file.Found("missing-group", new YamlMark(1, 1), $"{missing.Count} groups of kolla-ansible {series} are missing: {string.Join(", ", missing.Take(8))}{(missing.Count > 8 ? ", …" : "")}",
                "racklight deploy rebase puts your hosts into the release's own inventory");
        }
    }

    private static string Meant(string word, IEnumerable<string> known) => NearestWord.Of(word, known) is { } near ? $", did you mean `{near}`?" : "";
}
