namespace Racklight.Deploys.Planning;

/// <summary>One step of a hop: a command as it will be run, or what a person has to do.</summary>
public sealed record PlanStep
{
    /// <summary>Unique within the plan and the same in every plan of this hop: <c>2025.1/pull</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, for people.</summary>
    public required string Name { get; init; }

    /// <summary>The program and its arguments, as no shell reads them; empty when a person acts and then confirms.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Where it runs; null: where the run was started.</summary>
    public string? Directory { get; init; }

    /// <summary>Variables set besides the inherited ones. Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it may take before it is stopped; null: no limit.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>What a person does when there is no command, and why; else a remark.</summary>
    public string? Note { get; init; }

    /// <summary>What stops answering while it runs; null: nothing that users notice.</summary>
    public string? Interrupts { get; init; }

    /// <summary>True when it may be run a second time after it was killed half-way.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>True when a person acts: the run waits for a confirmation.</summary>
    public bool Manual => Command.Count == 0;
}
