using Racklight.Sites;
using Racklight.State;
using Racklight.Yaml;

namespace Racklight.Nodes.Assigning;

/// <summary>A machine that somebody named.</summary>
/// <param name="Target">Its name in the site, its MAC with hyphens, or <c>uuid:…</c> or <c>serial:…</c>.</param>
/// <param name="File">Its file, or null.</param>
internal sealed record NamedMachine(string Target, NodeFile? File)
{
    /// <summary>Every target under which something may be assigned to it: what was assigned to its MAC before it had a name holds still.</summary>
    public IReadOnlyList<string> Targets => new AssignmentTargets(Target, MacAddress.TryParse(File?.Mac, out var mac) ? mac.ToHyphens() : Target, File?.Uuid, File?.Serial).InOrder;
}

/// <summary>Finds the machine that somebody means who writes a node's name, a MAC in any form, a UUID or a serial number.</summary>
internal sealed class NodeNames(ISites sites, SiteIndex index, IBootStore boots)
{
    private const int MostSeen = 20_000;
    private const int Longest = 128;

    /// <summary>The name under which a machine's boots are recorded, or the text itself when it is no MAC, UUID or serial that is known.</summary>
    public async Task<string> CanonicalAsync(string text, CancellationToken cancellationToken)
        => (await FindAsync(text, cancellationToken))?.Target ?? text;

    /// <summary>The machine.</summary>
    /// <exception cref="ProblemException">Neither the site nor the record of machines knows it, and it is no MAC or UUID either.</exception>
    public async Task<NamedMachine> RequireAsync(string text, CancellationToken cancellationToken)
    {
        if (await FindAsync(text, cancellationToken) is { } found) return found;
        var near = NearestWord.Of(text, sites.Current.Nodes.Keys);
        throw new ProblemException(
            $"neither the site nor the record of machines knows `{OneLine.Of(text, 80)}`{(near is null ? "" : $", did you mean `{near}`?")}",
            near is null ? "a node's name, a MAC, a UUID; serial:NUMBER for a machine that did not show itself yet" : null,
            ExitCodes.NotSo);
    }

    private async Task<NamedMachine?> FindAsync(string text, CancellationToken cancellationToken)
    {
        text = text.Trim();
        if (text.Length is 0 or > Longest || text.Any(char.IsControl)) return null;
        var site = sites.Current;
        if (site.Nodes.TryGetValue(text, out var file)) return new NamedMachine(text, file);
        var (kind, value) = Split(text);
        if (kind is null or "mac" && MacAddress.TryParse(value, out var mac)) return Of(index.Find(mac, null));
        var isUuid = Guid.TryParseExact(value, "D", out _);
        if (kind is null or "uuid" && isUuid) return await BySeenAsync(machine => Same(machine.Uuid, value), index.FindByIdentity(value, null), AssignmentTargets.OfUuid(value), cancellationToken);
        if (kind is "mac" or "uuid") return null;
        return await BySeenAsync(machine => Same(machine.Serial, value), index.FindByIdentity(null, value), kind is null ? null : AssignmentTargets.OfSerial(value), cancellationToken);
    }

    /// <summary>By the site, else by what was seen of exactly one machine, else by the identity itself where it is one.</summary>
    private async Task<NamedMachine?> BySeenAsync(Predicate<SeenMachine> isIt, KnownNode? named, string? unseen, CancellationToken cancellationToken)
    {
        if (named is not null) return Of(named);
        await boots.FlushAsync(cancellationToken);
        var seen = (await boots.SeenAsync(MostSeen, cancellationToken)).Where(machine => isIt(machine)).Take(2).ToList();
        if (seen is [var one]) return Of(index.Find(MacAddress.Parse(one.Mac), one.Uuid, one.Serial));
        return unseen is null ? null : new NamedMachine(unseen, null);
    }

    private static (string? Kind, string Value) Split(string text)
    {
        foreach (var kind in (string[])["mac", "uuid", "serial"])
        {
            if (text.StartsWith(kind + ":", StringComparison.OrdinalIgnoreCase)) return (kind, text[(kind.Length + 1)..]);
        }
        return (null, text);
    }

    private static NamedMachine Of(KnownNode node) => new(node.Name, node.File);

    private static bool Same(string? told, string value) => value.Equals(told, StringComparison.OrdinalIgnoreCase);
}
