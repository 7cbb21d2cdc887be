namespace Racklight.State;

/// <summary>A node that boots from another ref of the site than the one that is served.</summary>
/// <param name="Node">The node's name, or its MAC with hyphens.</param>
/// <param name="Ref">The branch, tag or commit, as typed: it is resolved anew at each boot.</param>
/// <param name="Once">For one boot only.</param>
/// <param name="Who">Who said so.</param>
/// <param name="At">When.</param>
public sealed record NodeTry(string Node, string Ref, bool Once, string Who, DateTimeOffset At)
{
    /// <summary>The boot whose script was handed out for it; null before that.</summary>
    public long? BootId { get; init; }
}

/// <summary>Which nodes boot from which ref; at most 10,000, the oldest go.</summary>
public interface ITryStore
{
    /// <summary>Sets what a node tries; replaces what it tried before.</summary>
    Task SetAsync(NodeTry what, CancellationToken cancellationToken);

    /// <summary>What a node tries, or null.</summary>
    Task<NodeTry?> FindAsync(string node, CancellationToken cancellationToken);

    /// <summary>Every node that tries something, by name.</summary>
    Task<IReadOnlyList<NodeTry>> AllAsync(CancellationToken cancellationToken);

    /// <summary>The node boots what is served again; false when it did already.</summary>
    Task<bool> ClearAsync(string node, CancellationToken cancellationToken);

    /// <summary>Notes which boot got its script for a try; nothing happens when the node tries something else by now.</summary>
    Task HandOutAsync(string node, string reference, long boot, CancellationToken cancellationToken);

    /// <summary>That boot really happened: a try for one boot is used up. True when it was.</summary>
    Task<bool> UseUpAsync(string node, long boot, CancellationToken cancellationToken);
}
