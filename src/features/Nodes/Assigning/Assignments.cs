using Racklight.Nodes.Boots;
using Racklight.State;

namespace Racklight.Nodes.Assigning;

/// <summary>What machines were told to boot by hand. It beats the site's word; a ref that a node tries beats both.</summary>
internal sealed class Assignments
{
    private readonly BootLedger _ledger;
    private readonly Remembered<Dictionary<string, Assignment>> _known;

    public Assignments(IAssignmentStore store, BootLedger ledger, TimeProvider clock)
    {
        (Store, _ledger) = (store, ledger);
        _known = new(async () => (await store.AllAsync(CancellationToken.None)).ToDictionary(static one => one.Target, StringComparer.Ordinal), [], clock);
    }

    /// <summary>The store behind it.</summary>
    public IAssignmentStore Store { get; }

    /// <summary>What a machine is assigned, as known up to three seconds ago; null: nothing.</summary>
    public Assignment? Known(AssignmentTargets machine)
    {
        var known = _known.Value;
        return known.Count == 0 ? null : machine.InOrder.Select(target => known.GetValueOrDefault(target)).FirstOrDefault(static one => one is not null);
    }

    /// <summary>Makes assignments, all or none.</summary>
    /// <exception cref="ProblemException">There are too many.</exception>
    public async Task SetAsync(IReadOnlyList<Assignment> assignments, CancellationToken cancellationToken)
    {
        await Store.SetAsync(assignments, cancellationToken);
        _known.Change(known =>
        {
            var all = new Dictionary<string, Assignment>(known, StringComparer.Ordinal);
            foreach (var one in assignments) all[one.Target] = one;
            return all;
        });
        await ReconsiderAsync(assignments.Select(static one => one.Target), cancellationToken);
    }

    /// <summary>Ends assignments; those of the targets that had one.</summary>
    public async Task<IReadOnlyList<string>> ClearAsync(IReadOnlyList<string> targets, CancellationToken cancellationToken)
    {
        var cleared = await Store.ClearAsync(targets, cancellationToken);
        Forget(cleared);
        await ReconsiderAsync(cleared, cancellationToken);
        return cleared;
    }

    /// <summary>The boot really happened. True when an assignment for one boot was used up by it.</summary>
    public async Task<bool> UseUpAsync(BootHold hold, CancellationToken cancellationToken)
    {
        if (hold.Active is not { } active || await Store.UseUpAsync(active.Boot.Id, cancellationToken) is not { } used) return false;
        Forget([used.Target]);
        hold.AppendSpent($"{used.What}, assigned once by {used.Who}, is used up: the next boot is by the site again");
        return true;
    }

    private void Forget(IReadOnlyList<string> targets)
        => _known.Change(known => new(known.Where(pair => !targets.Contains(pair.Key))));

    /// <summary>A boot that has its script already asks anew when it comes back for it: somebody said something else meanwhile.</summary>
    private async Task ReconsiderAsync(IEnumerable<string> targets, CancellationToken cancellationToken)
    {
        foreach (var target in targets.Where(_ledger.IsBooting))
        {
            using var hold = await _ledger.EnterAsync(target, cancellationToken);
            if (hold.Active is { } active) active.Reconsider = true;
        }
    }
}
