using Racklight.App.Dashboard;
using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>How a node stands, for people.</summary>
public enum NodeState
{
    /// <summary>The site names it; it never showed itself.</summary>
    Unseen,

    /// <summary>On its way.</summary>
    Booting,

    /// <summary>On its way, and nothing was heard of it for minutes.</summary>
    Silent,

    /// <summary>Up, on what it was given.</summary>
    Live,

    /// <summary>It said that it failed, or a boot never went live.</summary>
    Failed,

    /// <summary>Left to its own disk, to the menu or to a script elsewhere: nothing more is heard of it.</summary>
    Away,
}

/// <summary>Words, marks and rules for <see cref="NodeState"/>.</summary>
internal static class NodeStates
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <summary>All, as the list shows them: what needs a look first.</summary>
    public static IReadOnlyList<NodeState> All { get; } = [NodeState.Failed, NodeState.Silent, NodeState.Booting, NodeState.Live, NodeState.Away, NodeState.Unseen];

    /// <summary>Reads the state off a boot and its last event.</summary>
    public static NodeState Of(Boot? boot, BootEvent? last, DateTimeOffset now)
    {
        if (boot is null) return NodeState.Unseen;
        if (boot.State == BootState.Live) return NodeState.Live;
        if (boot.State == BootState.Failed) return NodeState.Failed;
        if (last is { Step: BootSteps.Script, Data: { } data } && data.Contains("\"outcome\"", StringComparison.Ordinal)) return NodeState.Away;
        if (last is { Level: EventLevel.Error }) return NodeState.Failed;
        return now - (last?.At ?? boot.Started) > Silence ? NodeState.Silent : NodeState.Booting;
    }

    /// <summary>The word for it, in lower case.</summary>
    public static string Word(this NodeState state) => state switch
    {
        NodeState.Unseen => "not seen",
        NodeState.Away => "left to itself",
        _ => state.ToString().ToLowerInvariant(),
    };

    /// <summary>Its colour and shape.</summary>
    public static Tone Tone(this NodeState state) => state switch
    {
        NodeState.Live => App.Dashboard.Tone.Good,
        NodeState.Booting => App.Dashboard.Tone.Busy,
        NodeState.Silent => App.Dashboard.Tone.Warning,
        NodeState.Failed => App.Dashboard.Tone.Bad,
        NodeState.Away => App.Dashboard.Tone.Away,
        _ => App.Dashboard.Tone.Quiet,
    };
}
