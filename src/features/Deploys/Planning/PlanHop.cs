namespace Racklight.Deploys.Planning;

/// <summary>One upgrade from a release to the next that its makers allow.</summary>
public sealed record PlanHop
{
    /// <summary>The series that runs before.</summary>
    public required string From { get; init; }

    /// <summary>The series that runs after.</summary>
    public required string To { get; init; }

    /// <summary>True when it skips a release (SLURP: skip-level upgrade release process).</summary>
    public bool Skips { get; init; }

    /// <summary>The version of the deployment tool to install.</summary>
    public required string Version { get; init; }

    /// <summary>The ansible-core that it works with, as a pip requirement; null when the tool brings its own.</summary>
    public string? Ansible { get; init; }

    /// <summary>The host systems on which the release can run.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>What must be so before, and who found it: the program or a person.</summary>
    public IReadOnlyList<PlanCheck> Checks { get; init; } = [];

    /// <summary>What the release changes that users or operators notice.</summary>
    public IReadOnlyList<PlanNote> Notes { get; init; } = [];

    /// <summary>Secrets that the release adds and drops.</summary>
    public PlanNames Secrets { get; init; } = new([], []);

    /// <summary>Settings (lines of the sample globals.yml) that the release adds and drops.</summary>
    public PlanNames Settings { get; init; } = new([], []);

    /// <summary>Inventory groups that the release adds and drops.</summary>
    public PlanNames Groups { get; init; } = new([], []);

    /// <summary>Settings of this cloud that the new release does not know any more.</summary>
    public IReadOnlyList<string> VanishedSettings { get; init; } = [];

    /// <summary>Services whose images are pulled; empty when the settings were not given.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>What stops answering, and about how long.</summary>
    public IReadOnlyList<string> Interruptions { get; init; } = [];

    /// <summary>What to run, in order.</summary>
    public required IReadOnlyList<PlanStep> Steps { get; init; }
}

/// <summary>Names that a release adds and drops.</summary>
/// <param name="Added">New ones.</param>
/// <param name="Removed">Gone ones.</param>
public sealed record PlanNames(IReadOnlyList<string> Added, IReadOnlyList<string> Removed);

/// <summary>A change of a release worth reading before.</summary>
/// <param name="Text">What changes, one sentence.</param>
/// <param name="Source">Where it is written.</param>
public sealed record PlanNote(string Text, string Source);
