using Racklight.Images;
using Racklight.Sites;
using Racklight.State;
using Racklight.Yaml;

namespace Racklight.Nodes.Assigning;

/// <summary>Where assignments are asked for: finds the machines, checks what they are to boot, and keeps a record of who did it.</summary>
internal sealed class AssignmentDesk(NodeNames names, Assignments assignments, ISites sites, IImages images, IAccountStore accounts, TimeProvider clock)
{
    private const int MostNamed = 1000;

    /// <summary>Assigns the same to several machines, all or none.</summary>
    /// <param name="nodes">Names, MACs, UUIDs, serial numbers.</param>
    /// <param name="group">A group, in place of them.</param>
    /// <param name="what">What they boot.</param>
    /// <param name="once">For one boot each.</param>
    /// <param name="who">Who says so.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">A machine, the group, or what is to be booted does not exist.</exception>
    public async Task<IReadOnlyList<Assignment>> AssignAsync(IReadOnlyList<string> nodes, string? group, string what, bool once, string who, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        if (await FaultAsync(what, cancellationToken) is { } fault) problems.Add(fault);
        var targets = (await MachinesAsync(nodes, group, problems, cancellationToken)).Select(static machine => machine.Target).Distinct(StringComparer.Ordinal).ToList();
        if (problems.Count > 0) throw new ProblemException(problems, ExitCodes.NotSo);
        var at = clock.GetUtcNow();
        IReadOnlyList<Assignment> made = [.. targets.Select(target => new Assignment(target, what, once, who, at))];
        await assignments.SetAsync(made, cancellationToken);
        await accounts.AuditAsync(new AuditEntry(at, who, $"{Words(targets, group)} {(targets.Count == 1 ? "is" : "are")} assigned {what}{(once ? " once" : "")}"), cancellationToken);
        return made;
    }

    /// <summary>Ends what machines were assigned.</summary>
    /// <returns>The machines that were assigned something.</returns>
    /// <exception cref="ProblemException">A machine or the group does not exist, or none of them was assigned anything.</exception>
    public async Task<IReadOnlyList<string>> ReleaseAsync(IReadOnlyList<string> nodes, string? group, string who, CancellationToken cancellationToken)
    {
        var problems = new List<Problem>();
        var assigned = (await assignments.Store.AllAsync(cancellationToken)).Select(static one => one.Target).ToHashSet(StringComparer.Ordinal);
        // What was assigned to a machine that is gone from the site is ended by the name that the list shows.
        var machines = await MachinesAsync([.. nodes.Where(node => !assigned.Contains(node))], group, problems, cancellationToken);
        if (problems.Count > 0) throw new ProblemException(problems, ExitCodes.NotSo);
        var targets = nodes.Where(assigned.Contains).Concat(machines.SelectMany(static machine => machine.Targets)).Distinct(StringComparer.Ordinal).ToList();
        var released = await assignments.ClearAsync(targets, cancellationToken);
        if (released.Count == 0) throw new ProblemException($"nothing is assigned to {Words([.. machines.Select(static machine => machine.Target)], group)}: {(machines.Count == 1 ? "it boots" : "they boot")} by the site", "racklight node list", ExitCodes.NotSo);
        await accounts.AuditAsync(new AuditEntry(clock.GetUtcNow(), who, $"{Words(released, group)} {(released.Count == 1 ? "is" : "are")} released"), cancellationToken);
        return released;
    }

    private async Task<IReadOnlyList<NamedMachine>> MachinesAsync(IReadOnlyList<string> nodes, string? group, List<Problem> problems, CancellationToken cancellationToken)
    {
        var site = sites.Current;
        if (group is not null)
        {
            if (!site.Groups.ContainsKey(group))
            {
                var near = NearestWord.Of(group, site.Groups.Keys);
                problems.Add(new Problem($"there is no group `{OneLine.Of(group, 80)}`{(near is null ? "" : $", did you mean `{near}`?")}") { Hint = site.Groups.Count == 0 ? "write groups/NAME.yaml" : "the groups are " + string.Join(", ", site.Groups.Keys.Order(StringComparer.Ordinal).Take(12)) });
                return [];
            }
            IReadOnlyList<NamedMachine> members = [.. site.Nodes.Where(node => node.Value.Group == group).OrderBy(static node => node.Key, StringComparer.Ordinal).Select(static node => new NamedMachine(node.Key, node.Value))];
            if (members.Count == 0) problems.Add(new Problem($"the group {group} has no nodes") { Hint = $"`group: {group}` in nodes/NAME.yaml" });
            return members;
        }
        if (nodes.Count > MostNamed) problems.Add(new Problem($"{nodes.Count:N0} machines at once: at most {MostNamed:N0}") { Hint = "name a group" });
        var machines = new List<NamedMachine>();
        foreach (var node in nodes.Take(MostNamed))
        {
            try
            {
                machines.Add(await names.RequireAsync(node, cancellationToken));
            }
            catch (ProblemException e)
            {
                problems.AddRange(e.Problems);
            }
        }
        return machines;
    }

    private async Task<Problem?> FaultAsync(string what, CancellationToken cancellationToken)
    {
        var site = sites.Current;
        if (what.Length > 130 || what.Any(static c => char.IsControl(c) || c == ' ')) return new Problem("what is to be booted is a word such as kvm@stable, a menu entry, menu or local");
        if (BootsWord.Fault(site, what) is var (message, hint)) return new Problem(message) { Hint = hint };
        // Whoever assigns it is still there to read that it was never built; the machine's screen is far away.
        var image = site.Menu.GetValueOrDefault(what)?.Boots ?? what;
        if (!site.Images.ContainsKey(image.Split('@')[0]) || await images.ResolveAsync(image, cancellationToken) is not null) return null;
        return new Problem($"there is no image {image} yet") { Hint = $"racklight image build {image.Split('@')[0]}; racklight image list shows what there is" };
    }

    private static string Words(IReadOnlyList<string> targets, string? group)
        => targets.Count switch
        {
            0 => "none of them",
            1 => targets[0],
            _ when group is not null => $"the {targets.Count} nodes of group {group}",
            <= 8 => string.Join(", ", targets),
            _ => $"{string.Join(", ", targets.Take(8))} and {targets.Count - 8} more",
        };
}
