using Racklight.State;

namespace Racklight.Nodes.Views;

/// <summary>A node as lists show it.</summary>
/// <param name="Name">Its name in the site, or its MAC with hyphens.</param>
/// <param name="State">How it stands.</param>
public sealed record NodeView(string Name, NodeState State)
{
    /// <summary>The site names it.</summary>
    public bool Named { get; init; }

    /// <summary>Its group, if it has one.</summary>
    public string? Group { get; init; }

    /// <summary>The card that it boots from.</summary>
    public string? Mac { get; init; }

    /// <summary>Where it is now.</summary>
    public string? Address { get; init; }

    /// <summary>What it boots next, and why.</summary>
    public required BootChoice Choice { get; init; }

    /// <summary>What it boots next.</summary>
    public string Boots => Choice.Boots;

    /// <summary>The image's name, when it was given one that is still there.</summary>
    public string? ImageName { get; init; }

    /// <summary>What it told of itself, when no file names it.</summary>
    public SeenMachine? Machine { get; init; }

    /// <summary>Its newest boot.</summary>
    public Boot? Boot { get; init; }

    /// <summary>The newest event of that boot.</summary>
    public BootEvent? Last { get; init; }

    /// <summary>Since when it stands so.</summary>
    public DateTimeOffset? Since => State switch
    {
        NodeState.Live or NodeState.Failed => Boot?.Ended ?? Last?.At,
        NodeState.Unseen => null,
        NodeState.Booting => Boot?.Started,
        _ => Last?.At,
    };

    /// <summary>What a filter looks through.</summary>
    public string SearchText => string.Join(' ', Name, Mac, Address, Group, Boots, ImageName, Boot?.Image, State.Word()).ToLowerInvariant();

    /// <summary>The id of its row: letters, digits and hyphens only.</summary>
    public string RowId => "node-" + string.Concat(Name.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '_'));
}
