using Racklight.Nodes.Boots;
using Racklight.State;

namespace Racklight.Nodes.Refs;

/// <summary>Which nodes boot from another ref.</summary>
internal sealed class Tries
{
    private readonly Remembered<HashSet<string>> _nodes;

    public Tries(ITryStore store, TimeProvider clock)
    {
        Store = store;
        _nodes = new(async () => [.. (await store.AllAsync(CancellationToken.None)).Select(static tried => tried.Node)], [], clock);
    }

    /// <summary>The store behind it.</summary>
    public ITryStore Store { get; }

    /// <summary>True when a node tries something, as known up to three seconds ago.</summary>
    public bool Has(string node) => _nodes.Value.Contains(node);

    /// <summary>Sets what a node tries.</summary>
    public async Task SetAsync(NodeTry what, CancellationToken cancellationToken)
    {
        await Store.SetAsync(what, cancellationToken);
        _nodes.Change(known => [.. known, what.Node]);
    }

    /// <summary>The boot really happened. True when a try for one boot was used up by it.</summary>
    public async Task<bool> UseUpAsync(BootHold hold, CancellationToken cancellationToken)
    {
        if (hold.Active is not { } active || await Store.FindAsync(active.Boot.Node, cancellationToken) is not { Once: true } tried || tried.BootId != active.Boot.Id) return false;
        if (!await Store.UseUpAsync(active.Boot.Node, active.Boot.Id, cancellationToken)) return false;
        hold.AppendSpent($"the try of {tried.Ref} is used up: the next boot is by the served site again");
        return true;
    }
}
