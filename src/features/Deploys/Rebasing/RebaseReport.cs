using System.Text.Json.Serialization;
using Racklight.Secrets.Merging;

namespace Racklight.Deploys.Rebasing;

/// <summary>What a re-base did, or would do; never a secret.</summary>
internal sealed record RebaseReport
{
    /// <summary>The old release.</summary>
    public required string From { get; init; }

    /// <summary>The new one.</summary>
    public required string To { get; init; }

    /// <summary>Where the old sample was found.</summary>
    public required string OldSample { get; init; }

    /// <summary>Where the new one was found.</summary>
    public required string NewSample { get; init; }

    /// <summary>The settings of globals.yml, in its order; new ones last.</summary>
    public required IReadOnlyList<RebasedSetting> Settings { get; init; }

    /// <summary>Settings that went back to the default.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>What to look at in the inventory; null when it was not given.</summary>
    public IReadOnlyList<InventoryNote>? Inventory { get; init; }

    /// <summary>The secrets; null when there is no passwords.yml.</summary>
    public PasswordRebase? Passwords { get; init; }

    /// <summary>The files that were written.</summary>
    public IReadOnlyList<string> Written { get; init; } = [];
}

/// <summary>Source-generated JSON of re-basing.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RebaseReport))]
internal sealed partial class RebaseJson : JsonSerializerContext;
