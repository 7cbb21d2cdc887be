using System.Text.Json.Serialization;
using Racklight.State;

namespace Racklight.Nodes.Api;

/// <summary>A node that boots from another ref (docs/refs.md).</summary>
internal sealed record ApiTry
{
    public required string Node { get; init; }
    public required string Ref { get; init; }
    public required bool Once { get; init; }

    /// <summary>What the ref is at this moment; null in lists.</summary>
    public string? Commit { get; init; }
    public required string Who { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The boot that it was handed out to.</summary>
    public long? Boot { get; init; }

    public static ApiTry From(NodeTry tried, string? commit = null) => new() { Node = tried.Node, Ref = tried.Ref, Once = tried.Once, Commit = commit, Who = tried.Who, At = tried.At, Boot = tried.BootId };
}

/// <summary>What to try.</summary>
internal sealed record ApiTryOrder(string Ref, bool Once);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiTry))]
[JsonSerializable(typeof(IReadOnlyList<ApiTry>))]
[JsonSerializable(typeof(ApiTryOrder))]
internal sealed partial class TryJson : JsonSerializerContext;
