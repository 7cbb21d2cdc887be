using System.Text.Json.Serialization;
using Racklight.State;

namespace Racklight.Nodes.Api;

/// <summary>What a machine was told to boot by hand (docs/api.md).</summary>
internal sealed record ApiAssignment
{
    public required string Node { get; init; }
    public required string What { get; init; }
    public required bool Once { get; init; }
    public required string Who { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The boot that it was handed out to; an assignment for every boot tells none.</summary>
    public long? Boot { get; init; }

    public static ApiAssignment From(Assignment one) => new() { Node = one.Target, What = one.What, Once = one.Once, Who = one.Who, At = one.At, Boot = one.BootId };
}

/// <summary>What to assign, and to whom: machines or a group.</summary>
internal sealed record ApiAssignmentOrder(IReadOnlyList<string>? Nodes, string? Group, string What, bool Once);

/// <summary>Whose assignments to end.</summary>
internal sealed record ApiReleaseOrder(IReadOnlyList<string>? Nodes, string? Group);

/// <summary>Whose assignments were ended.</summary>
internal sealed record ApiReleased(IReadOnlyList<string> Released);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ApiAssignment>))]
[JsonSerializable(typeof(List<ApiAssignment>))]
[JsonSerializable(typeof(ApiAssignmentOrder))]
[JsonSerializable(typeof(ApiReleaseOrder))]
[JsonSerializable(typeof(ApiReleased))]
internal sealed partial class AssignmentJson : JsonSerializerContext;
