using Racklight.Menus.Recipes;

namespace Racklight.Menus.Preview;

/// <summary>Which menu to show.</summary>
public sealed record PreviewQuestion
{
    /// <summary>The node's name, or a MAC; null: a machine that nobody knows.</summary>
    public string? Machine { get; init; }

    /// <summary>Its architecture; <see cref="Architecture.Unknown"/>: as it was last seen.</summary>
    public Architecture Architecture { get; init; }

    /// <summary>Its firmware; <see cref="Firmware.Unknown"/>: as it was last seen.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>Its memory in MiB; null: as it told itself.</summary>
    public int? Memory { get; init; }

    /// <summary>A branch, tag or commit; null: what is served.</summary>
    public string? Ref { get; init; }

    /// <summary>The list that is looked at: a section's name; null: the first one.</summary>
    public string? Section { get; init; }

    /// <summary>What somebody searched for at the machine.</summary>
    public string? Find { get; init; }

    /// <summary>The entry that was chosen.</summary>
    public string? Entry { get; init; }

    /// <summary>The address that was typed in at the machine.</summary>
    public StaticAddress? Address { get; init; }

    /// <summary>The kernel arguments that were typed in at the machine.</summary>
    public string? Arguments { get; init; }

    /// <summary>The kernel was asked to use the first serial line.</summary>
    public bool Serial { get; init; }
}

/// <summary>A machine that one can look as.</summary>
/// <param name="Name">The node's name, or its MAC with hyphens.</param>
/// <param name="Mac">The card that it boots from, if known.</param>
public sealed record PreviewMachine(string Name, string? Mac)
{
    /// <summary>As it was last seen.</summary>
    public Architecture Architecture { get; init; }

    /// <summary>As it was last seen.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>The memory that it told, in MiB; null: it did not.</summary>
    public int? Memory { get; init; }

    /// <summary>The site names it.</summary>
    public bool IsNamed { get; init; }
}
