using Racklight.App.Dashboard;
using Racklight.Nodes.Views;
using Racklight.State;

namespace Racklight.Nodes.Pages;

/// <summary>The list of nodes.</summary>
public sealed record NodeListPage(PageFrame Frame, IReadOnlyList<NodeView> Nodes, string Words, string State, DateTimeOffset Now)
{
    /// <summary>Those that the filter in the URL lets through: the page filters without a script too.</summary>
    public bool Shows(NodeView view)
        => (State.Length == 0 || view.State.ToString().Equals(State, StringComparison.OrdinalIgnoreCase))
            && Words.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(view.SearchText.Contains);
}

/// <summary>A row of the list.</summary>
public sealed record NodeRowModel(NodeView Node, DateTimeOffset Now, bool Hidden = false);

/// <summary>How many nodes are in which state.</summary>
public sealed record NodeSummaryModel(IReadOnlyList<NodeView> Nodes, string? State);

/// <summary>A node with the boot that is shown.</summary>
public sealed record NodeModel(NodeView Node, IReadOnlyList<Boot> Boots, Boot? Shown, IReadOnlyList<BootEvent> Events, DateTimeOffset Now)
{
    /// <summary>The boot is the newest one.</summary>
    public bool IsCurrent => Shown?.Id == Node.Boot?.Id;

    /// <summary>How the shown boot stands.</summary>
    public NodeState State => IsCurrent ? Node.State : NodeStates.Of(Shown, Events.LastOrDefault(), Now);

    /// <summary>The last fault, which the page tells first.</summary>
    public BootEvent? Fault => State is NodeState.Failed ? Events.LastOrDefault(e => e.Level == EventLevel.Error) : null;

    /// <summary>Requests that were refused.</summary>
    public BootEvent? Refused => Events.LastOrDefault(e => e.Level == EventLevel.Warning && e.Message.StartsWith("refused: ", StringComparison.Ordinal));
}

/// <summary>The page of a node.</summary>
public sealed record NodePage(PageFrame Frame, NodeModel Model);

/// <summary>A node that nobody knows.</summary>
public sealed record MissingNodePage(PageFrame Frame, string Name);

/// <summary>What a live machine reported.</summary>
public sealed record NodeReportModel(string? Address, MachineReport Report);
