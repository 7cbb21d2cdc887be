namespace Racklight.Secrets.Rotating;

/// <summary>How freely a secret may be changed.</summary>
internal enum RotationCare
{
    /// <summary>The tool's own run brings it everywhere.</summary>
    Plain,

    /// <summary>Something has to be done by hand, or an interruption goes with it.</summary>
    Careful,

    /// <summary>A name or a key to stored data: changed, something is lost. Only ever when it is named.</summary>
    Fixed,
}

/// <summary>What follows when a secret was changed.</summary>
/// <param name="Care">How freely it may be changed.</param>
/// <param name="Run">The command that brings it to the machines, without inventory and passwords; null: none does.</param>
/// <param name="Note">What a person has to know or do.</param>
internal sealed record RestartRule(RotationCare Care, string? Run, string? Note);
