using System.Globalization;
using Racklight.Sites;

namespace Racklight.Nodes.Difference;

/// <summary>Works out which machines would boot something else by another site. A machine is known by what it is (MAC, UUID, serial), not by its file's name.</summary>
internal static class SiteComparison
{
    /// <summary>Compares.</summary>
    /// <param name="from">The first ref.</param>
    /// <param name="before">Its site.</param>
    /// <param name="to">The second.</param>
    /// <param name="after">Its site.</param>
    public static SiteDifference Of(DiffSide from, Site before, DiffSide to, Site after)
    {
        var changes = new List<MachineChange>();
        foreach (var (old, now) in Pairs(before, after))
        {
            var (was, next) = (old is null ? null : Boot(before, old), now is null ? null : Boot(after, now));
            if (Change(old, was, now, next) is { } change) changes.Add(change);
        }
        var (unnamed, named) = (Boot(before, null), Boot(after, null));
        if (Differs(unnamed, named) is { } others) changes.Add(new MachineChange("(any other)", "boots", others, unnamed, named));
        return new SiteDifference
        {
            From = from,
            To = to,
            Machines = [.. changes.OrderBy(static change => change.Machine, StringComparer.Ordinal)],
            Menu = Parts(SiteText.Menu(before), SiteText.Menu(after), name => Users(before, after, name)),
            Images = Parts(SiteText.Images(before), SiteText.Images(after), name => Users(before, after, name)),
        };
    }

    private static IEnumerable<(string? Old, string? Now)> Pairs(Site before, Site after)
    {
        var left = new HashSet<string>(after.Nodes.Keys, StringComparer.Ordinal);
        var index = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, node) in after.Nodes)
        {
            foreach (var identity in Identities(node)) index.TryAdd(identity, name);
        }
        var unpaired = new List<string>();
        foreach (var (name, node) in before.Nodes.OrderBy(static node => node.Key, StringComparer.Ordinal))
        {
            if (Identities(node).Select(identity => index.GetValueOrDefault(identity)).FirstOrDefault(found => found is not null && left.Contains(found)) is { } same)
            {
                left.Remove(same);
                yield return (name, same);
            }
            else unpaired.Add(name);
        }
        // A node whose card was replaced keeps its name.
        foreach (var name in unpaired) yield return (name, left.Remove(name) ? name : null);
        foreach (var name in left.Order(StringComparer.Ordinal)) yield return (null, name);
    }

    private static IEnumerable<string> Identities(NodeFile node)
    {
        if (MacAddress.TryParse(node.Mac, out var mac)) yield return "mac " + mac;
        if (node.Uuid is { } uuid) yield return "uuid " + uuid;
        if (node.Serial is { } serial) yield return "serial " + serial;
    }

    private static MachineBoot Boot(Site site, string? name)
    {
        var node = name is null ? null : site.Nodes[name];
        var boots = site.BootsOf(node);
        var disks = site.DisksOf(node);
        return new MachineBoot
        {
            Node = name,
            Mac = MacAddress.TryParse(node?.Mac, out var mac) ? mac.ToString() : null,
            Boots = boots,
            Target = SiteText.Target(site, boots),
            Disks = disks.Count == 0 ? null : string.Join(", ", disks.OrderBy(static disk => disk.Key, StringComparer.Ordinal).Select(static disk => $"{disk.Key}={disk.Value.Device} ({disk.Value.Label})")),
            Address = node?.Address,
            Secrets = node?.Secrets is "on-boot" ? "on-boot" : null,
        };
    }

    private static MachineChange? Change(string? old, MachineBoot? was, string? now, MachineBoot? next)
    {
        if (was is null) return new MachineChange(now!, "added", $"new: boots {Words(next!)}", null, next);
        if (next is null) return new MachineChange(old!, "removed", $"gone: booted {Words(was)}, would boot what unknown machines do", was, null);
        var renamed = old == now ? null : $"{old} is called {now}";
        if (Differs(was, next) is { } other) return new MachineChange(now!, "boots", renamed is null ? other : $"{renamed}; {other}", was, next);
        string?[] settings = [renamed, Setting("disks", was.Disks, next.Disks), Setting("address", was.Address, next.Address), Setting("secrets", was.Secrets, next.Secrets)];
        var said = string.Join("; ", settings.Where(static setting => setting is not null));
        return said.Length == 0 ? null : new MachineChange(now!, "settings", said, was, next);
    }

    private static string? Differs(MachineBoot was, MachineBoot next)
        => was.Boots == next.Boots && was.Target == next.Target ? null : $"{Words(was)} -> {Words(next)}";

    private static string? Setting(string what, string? was, string? next) => was == next ? null : string.Create(CultureInfo.InvariantCulture, $"{what}: {was ?? "none"} -> {next ?? "none"}");

    private static string Words(MachineBoot boot) => boot.Target is { } target ? $"{boot.Boots} ({target})" : boot.Boots;

    private static List<PartChange> Parts(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after, Func<string, int> users)
    {
        var changes = new List<PartChange>();
        foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (was, next) = (before.GetValueOrDefault(name), after.GetValueOrDefault(name));
            if (was != next) changes.Add(new PartChange(name, was is null ? "added" : next is null ? "removed" : "changed", users(name)));
        }
        return changes;
    }

    private static int Users(Site before, Site after, string name)
    {
        var machines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var site in (Site[])[before, after])
        {
            foreach (var (node, file) in site.Nodes)
            {
                var boots = site.BootsOf(file);
                if (boots.Split('@')[0] == name || SiteText.Target(site, boots)?.Split('@')[0] == name) machines.Add(node);
            }
        }
        return machines.Count;
    }
}
