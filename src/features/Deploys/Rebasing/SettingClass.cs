namespace Racklight.Deploys.Rebasing;

/// <summary>What becomes of a setting on a new release.</summary>
public enum SettingClass
{
    /// <summary>Yours, and other than the default: stays.</summary>
    Keep,

    /// <summary>The same as the new default: could go. Stays unless you say so.</summary>
    Redundant,

    /// <summary>The same as the old default, which has changed since: you hold on to it, perhaps without wanting to. Stays, and is told.</summary>
    Stale,

    /// <summary>Has another name now: goes on under that.</summary>
    Renamed,

    /// <summary>The release does not know it any more, and Ansible would ignore it without a word. Stays, and is told.</summary>
    Removed,

    /// <summary>The release has it, and the old one had not.</summary>
    New,
}

/// <summary>A setting on its way to a new release.</summary>
/// <param name="Key">Its name now.</param>
/// <param name="Class">What becomes of it.</param>
public sealed record RebasedSetting(string Key, SettingClass Class)
{
    /// <summary>Its name before, when it was renamed.</summary>
    public string? Former { get; init; }

    /// <summary>Your value as it stands; null for a new one.</summary>
    public string? Value { get; init; }

    /// <summary>The old default; null when the old sample has none.</summary>
    public string? OldDefault { get; init; }

    /// <summary>The new default; null when the new sample has none.</summary>
    public string? NewDefault { get; init; }

    /// <summary>What to think of it.</summary>
    public string? Note { get; init; }
}
