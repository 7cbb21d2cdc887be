namespace Racklight.Deploys.Planning;

/// <summary>What a check found.</summary>
public enum PlanVerdict
{
    /// <summary>It is so: the program looked.</summary>
    Met,

    /// <summary>It is not so: the program looked.</summary>
    NotMet,

    /// <summary>The program cannot see it: a person must confirm it.</summary>
    Confirm,
}

/// <summary>Something that must be so before a hop.</summary>
/// <param name="Id">A short name, unique within its hop.</param>
/// <param name="Text">What must be so, one sentence.</param>
/// <param name="Verdict">What was found.</param>
public sealed record PlanCheck(string Id, string Text, PlanVerdict Verdict)
{
    /// <summary>What the program saw, or where a person looks.</summary>
    public string? Found { get; init; }

    /// <summary>What to do when it is not so.</summary>
    public string? Remedy { get; init; }

    /// <summary>Where the rule is written.</summary>
    public string? Source { get; init; }

    /// <summary>True when what is lost, should it not be so, does not come back: then it is confirmed by name or not at all.</summary>
    public bool Lasting { get; init; }
}
