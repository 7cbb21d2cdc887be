using System.Text.Json;
using System.Text.Json.Serialization;
using Racklight.Nodes.Views;
using Racklight.State;

namespace Racklight.Nodes.Api;

/// <summary>A node (docs/api.md).</summary>
internal sealed record ApiNode
{
    public required string Name { get; init; }
    public required string State { get; init; }
    public required bool Named { get; init; }
    public string? Group { get; init; }
    public string? Mac { get; init; }
    public string? Address { get; init; }
    public required string Boots { get; init; }

    /// <summary>Who says so: site, group, node, assignment or try; and in words.</summary>
    public required string By { get; init; }
    public required string Why { get; init; }

    /// <summary>What it boots when assignment and try are over, when that is something else.</summary>
    public string? Otherwise { get; init; }
    public ApiAssignment? Assignment { get; init; }
    public ApiTry? Try { get; init; }
    public ApiMachine? Machine { get; init; }
    public string? Image { get; init; }
    public string? ImageName { get; init; }
    public string? Firmware { get; init; }
    public long? Boot { get; init; }
    public string? Step { get; init; }
    public string? Message { get; init; }
    public string? Level { get; init; }
    public DateTimeOffset? Since { get; init; }

    public static ApiNode From(NodeView view) => new()
    {
        Name = view.Name,
        State = view.State switch { NodeState.Unseen => "unseen", NodeState.Away => "away", var state => state.Word() },
        Named = view.Named,
        Group = view.Group,
        Mac = view.Mac,
        Address = view.Address,
        Boots = view.Boots,
        By = view.Choice.Source.ToString().ToLowerInvariant(),
        Why = view.Choice.Why,
        Otherwise = view.Choice.Otherwise is { } otherwise ? $"{otherwise.Boots} ({otherwise.Why})" : null,
        Assignment = view.Choice.Assigned is { } assigned ? ApiAssignment.From(assigned) : null,
        Try = view.Choice.Tried is { } tried ? ApiTry.From(tried) : null,
        Machine = view.Machine is { } machine ? ApiMachine.From(machine) : null,
        Image = view.Boot?.Image,
        ImageName = view.ImageName,
        Firmware = view.Boot?.Firmware ?? view.Machine?.Firmware,
        Boot = view.Boot?.Id,
        Step = view.Last?.Step,
        Message = view.Last?.Message,
        Level = view.Last?.Level.ToString().ToLowerInvariant(),
        Since = view.Since,
    };
}

/// <summary>A boot (docs/api.md).</summary>
internal sealed record ApiBoot
{
    public required long Id { get; init; }
    public required string Node { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset Started { get; init; }
    public DateTimeOffset? Ended { get; init; }
    public string? Mac { get; init; }
    public string? Address { get; init; }
    public string? Firmware { get; init; }
    public string? Image { get; init; }
    public JsonElement? Report { get; init; }

    public static ApiBoot From(Boot boot) => new()
    {
        Id = boot.Id,
        Node = boot.Node,
        State = boot.State.ToString().ToLowerInvariant(),
        Started = boot.Started,
        Ended = boot.Ended,
        Mac = boot.Mac,
        Address = boot.Address,
        Firmware = boot.Firmware,
        Image = boot.Image,
        Report = Json(boot.Report),
    };

    internal static JsonElement? Json(string? text)
    {
        if (text is null) return null;
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

/// <summary>An event (docs/api.md).</summary>
internal sealed record ApiEvent
{
    public required long Id { get; init; }
    public required long Boot { get; init; }
    public required string Node { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Step { get; init; }
    public required string Level { get; init; }
    public required string Message { get; init; }
    public JsonElement? Data { get; init; }

    public static ApiEvent From(BootEvent e) => new() { Id = e.Id, Boot = e.BootId, Node = e.Node, At = e.At, Step = e.Step, Level = e.Level.ToString().ToLowerInvariant(), Message = e.Message, Data = ApiBoot.Json(e.Data) };
}

/// <summary>A node with the events of its newest boot, as <c>racklight node show</c> prints it.</summary>
internal sealed record ApiNodeDetail(ApiNode Node, IReadOnlyList<ApiEvent> Events);

/// <summary>A change, as the event stream tells it.</summary>
internal sealed record ApiChange(ApiBoot Boot, ApiEvent? Event);

/// <summary>An error.</summary>
/// <param name="Error">What is wrong, a line for each problem.</param>
internal sealed record ApiError(string Error)
{
    private const int Most = 20;

    /// <summary>The same with what to try, where there is something.</summary>
    public IReadOnlyList<ApiProblem>? Problems { get; init; }

    public static ApiError From(ProblemException e) => new(string.Join('\n', e.Problems.Take(Most).Select(static problem => problem.Message)))
    {
        Problems = [.. e.Problems.Take(Most).Select(static problem => new ApiProblem(problem.Message, problem.Hint))],
    };
}

/// <summary>A problem of an <see cref="ApiError"/>.</summary>
internal sealed record ApiProblem(string Message, string? Hint);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ApiNode>))]
[JsonSerializable(typeof(List<ApiNode>))]
[JsonSerializable(typeof(ApiNode))]
[JsonSerializable(typeof(IReadOnlyList<ApiBoot>))]
[JsonSerializable(typeof(List<ApiBoot>))]
[JsonSerializable(typeof(IReadOnlyList<ApiEvent>))]
[JsonSerializable(typeof(IReadOnlyList<SeenMachine>))]
[JsonSerializable(typeof(IReadOnlyList<ApiMachine>))]
[JsonSerializable(typeof(List<ApiMachine>))]
[JsonSerializable(typeof(ApiMachine))]
[JsonSerializable(typeof(ApiNodeDetail))]
[JsonSerializable(typeof(ApiChange))]
[JsonSerializable(typeof(ApiError))]
internal sealed partial class ApiJson : JsonSerializerContext;
