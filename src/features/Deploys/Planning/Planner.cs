using Racklight.Deploys.Planning.Knowledge;
using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>Makes the plan of an upgrade: the legal hops, and for each what to check, what changes and what to run. Reads, never writes.</summary>
internal static class Planner
{
    /// <summary>Plans kolla-ansible's way.</summary>
    public static DeployPlan Kolla(Series from, Series to, bool cautious, PlanOptions options) => Plan("kolla", from, to, cautious, options, UpgradeKnowledge.Kolla, (a, b, facts, hosts) => new PlanHop
    {
        From = a.Name,
        To = b.Name,
        Version = b.KollaVersion,
        Ansible = facts.Ansible,
        Steps = new KollaSteps(a, b, options, facts).All(hosts),
        Secrets = Difference(ReleaseNames.KollaSecrets, a, b),
        Settings = Difference(ReleaseNames.KollaSettings, a, b),
        Groups = Difference(ReleaseNames.KollaGroups, a, b),
        VanishedSettings = Vanished(options.Settings, a, b),
        Images = Services(options.Settings, b),
    });

    /// <summary>Plans openstack-ansible's way.</summary>
    public static DeployPlan Osa(Series from, Series to, bool cautious, PlanOptions options) => Plan("osa", from, to, cautious, options, UpgradeKnowledge.Osa, (a, b, facts, hosts) => new PlanHop
    {
        From = a.Name,
        To = b.Name,
        Version = $"{b.OsaMajor}.x",
        Ansible = null,
        Steps = new OsaSteps(a, b, options).All(hosts),
    });

    private static DeployPlan Plan(string tool, Series from, Series to, bool cautious, PlanOptions options, UpgradeKnowledge knowledge, Func<Series, Series, ReleaseFacts, string?, PlanHop> hop)
    {
        if (to.Index < from.Index) throw new ProblemException($"{to} is older than {from}: there is no way back", "restore the databases and the configuration from before the upgrade");
        var (shortest, all) = (UpgradePath.Shortest(from, to), UpgradePath.Cautious(from, to));
        var (path, other) = cautious ? (all, shortest) : (shortest, all);
        var hops = new List<PlanHop>();
        var host = options.Host;
        foreach (var (a, b) in path.Zip(path.Skip(1)))
        {
            var facts = Spanned(knowledge, a, b);
            var next = host is null ? null : HostSystems.Before(host, knowledge.Of(a.Name).Hosts, facts.Hosts);
            var checks = new List<PlanCheck>(CheckList.Of(facts, options.Settings));
            if (Hosts(host, next, facts, b) is { } check) checks.Insert(0, check);
            if (tool == "kolla") checks.AddRange(Tool(a, options));
            var made = hop(a, b, facts, next != host ? next : null);
            hops.Add(made with
            {
                Skips = b.Index - a.Index > 1,
                Hosts = facts.Hosts,
                Checks = checks,
                Notes = [.. Between(a, b).SelectMany(series => knowledge.Of(series.Name).Notes.Select(note => new PlanNote(note, knowledge.Of(series.Name).Source ?? "release notes of " + series)))],
                Interruptions = [.. made.Steps.Where(static step => step.Interrupts is not null).Select(static step => $"{step.Name}: {step.Interrupts}")],
            });
            host = next ?? host;
        }
        return new DeployPlan { Tool = tool, From = from.Name, To = to.Name, Path = Names(path), OtherPath = other.Count == path.Count ? null : Names(other), Hops = hops };
    }

    /// <summary>What a hop asks for: a hop over a release brings that one's checks and steps too; where both have one of a name, the later counts.</summary>
    private static ReleaseFacts Spanned(UpgradeKnowledge knowledge, Series from, Series to)
    {
        var all = Between(from, to).Select(series => knowledge.Of(series.Name)).Reverse().ToList();
        return all[0] with { Checks = [.. all.SelectMany(static facts => facts.Checks).DistinctBy(static check => check.Id)], Before = [.. all.SelectMany(static facts => facts.Before).DistinctBy(static step => step.Id)] };
    }

    private static IEnumerable<Series> Between(Series from, Series to) => Series.All.Where(series => series.Index > from.Index && series.Index <= to.Index);

    private static PlanCheck? Hosts(string? host, string? next, ReleaseFacts facts, Series to)
    {
        if (facts.Hosts.Count == 0) return null;
        var text = $"The hosts run a system that {to} takes: {string.Join(", ", facts.Hosts)}";
        if (host is null) return new PlanCheck("hosts", text, PlanVerdict.Confirm) { Remedy = "say what they run with --host: the plan then has a step where they must change", Source = facts.Source };
        if (next == host) return new PlanCheck("hosts", text, PlanVerdict.Met) { Found = $"--host {host}", Source = facts.Source };
        return next is not null
            ? new PlanCheck("hosts", text, PlanVerdict.Confirm) { Found = $"--host {host}", Remedy = $"upgrade them to {next} before: there is a step for it", Source = facts.Source }
            : new PlanCheck("hosts", text, PlanVerdict.NotMet) { Found = $"--host {host}", Remedy = $"no release takes both {host} and a later one: install the hosts anew, or ask upstream", Source = facts.Source };
    }

    /// <summary>What the steps with the old release's tool need.</summary>
    private static IEnumerable<PlanCheck> Tool(Series from, PlanOptions options)
    {
        var old = new KollaTool(from, options);
        var there = File.Exists(Path.Combine(old.Venv, "bin", "kolla-ansible"));
        yield return new PlanCheck("old-tool", $"kolla-ansible of {from} is in {old.Venv}", there ? PlanVerdict.Met : PlanVerdict.Confirm) { Found = there ? null : "not on this machine, or not yet", Remedy = "--venvs DIR, or a link from there to where it is" };
        if (!old.HasBackup) yield break;
        var backup = options.Settings?["enable_mariabackup"];
        yield return new PlanCheck("mariabackup", "enable_mariabackup is on, so that databases can be backed up", backup is null ? PlanVerdict.Confirm : backup.Value.IsTrue ? PlanVerdict.Met : PlanVerdict.NotMet)
        {
            Found = options.Settings is null ? null : backup is null ? $"not set in {options.Settings.Source}; it is off by default" : $"set in {options.Settings.Source}",
            Remedy = "set enable_mariabackup: true and run reconfigure --tags mariadb with the old release",
        };
    }

    private static PlanNames Difference(ReleaseNames names, Series from, Series to) => new(names.Added(from, to), names.Added(to, from));

    private static IReadOnlyList<string> Vanished(CloudSettings? settings, Series from, Series to)
        => settings is null ? [] : [.. settings.Keys.Where(key => (ReleaseNames.KollaVariables.Has(from, key) || ReleaseNames.KollaSettings.Has(from, key)) && !ReleaseNames.KollaVariables.Has(to, key) && !ReleaseNames.KollaSettings.Has(to, key)).Order(StringComparer.Ordinal)];

    /// <summary>What is switched on by name. Which services are on by default, and so pulled too, only the tool knows.</summary>
    private static IReadOnlyList<string> Services(CloudSettings? settings, Series to)
        => settings is null ? [] : [.. settings.Keys.Where(key => key.StartsWith("enable_", StringComparison.Ordinal) && (ReleaseNames.KollaVariables.Has(to, key) || ReleaseNames.KollaSettings.Has(to, key)) && settings[key]!.Value.IsTrue).Select(static key => key["enable_".Length..]).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<string> Names(IReadOnlyList<Series> path) => [.. path.Select(static series => series.Name)];
}
