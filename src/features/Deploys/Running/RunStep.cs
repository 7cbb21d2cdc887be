namespace Racklight.Deploys.Running;

/// <summary>One step of a run: a command as it is run, or what a person has to do.</summary>
internal sealed record RunStep
{
    /// <summary>Unique within the run: <c>deploy</c>, or <c>2025.1/pull</c> in an upgrade.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for people.</summary>
    public required string Title { get; init; }

    /// <summary>What it is a part of: a hop of an upgrade; null in a plain run.</summary>
    public string? Group { get; init; }

    /// <summary>The program and its arguments, as no shell reads them; empty when a person acts.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where it runs; null: in the run's configuration directory.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables set besides the inherited ones. Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may take; null: the run's own limit for steps.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>What a person does when there is no command.</summary>
    public string? Note { get; init; }

    /// <summary>True when it may run a second time after it was killed half-way.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>True when a person acts, and the run waits for the confirmation.</summary>
    public bool IsManual => Command.Count == 0;
}
