namespace Racklight.Deploys.Planning;

/// <summary>The way from one release of a cloud to another: legal hops, each with what to check, what changes and what to run, in order.</summary>
public sealed record DeployPlan
{
    /// <summary>Which deployment tool: <c>kolla</c> or <c>osa</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>The series that the cloud runs now, e.g. <c>2024.1</c>.</summary>
    public required string From { get; init; }

    /// <summary>The series that it shall run.</summary>
    public required string To { get; init; }

    /// <summary>The configuration directory that its commands name; null in plans of before this was written down.</summary>
    public string? Config { get; init; }

    /// <summary>The series in the order of <see cref="Hops"/>, the first and the last included.</summary>
    public required IReadOnlyList<string> Path { get; init; }

    /// <summary>The other legal way when there is one: the shortest beside the cautious (every series in turn), or the reverse.</summary>
    public IReadOnlyList<string>? OtherPath { get; init; }

    /// <summary>The hops, in order. None when <see cref="From"/> is <see cref="To"/>.</summary>
    public required IReadOnlyList<PlanHop> Hops { get; init; }

    /// <summary>Every step of every hop, in the order in which they are run.</summary>
    public IEnumerable<PlanStep> AllSteps() => Hops.SelectMany(static hop => hop.Steps);
}
