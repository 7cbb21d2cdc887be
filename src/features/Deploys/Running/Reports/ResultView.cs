using System.Text.Json.Serialization;
using Racklight.Deploys.Running.Journal;

namespace Racklight.Deploys.Running.Reports;

/// <summary>A run's result, for programs: <c>result.json</c>, and <c>deploy show -o json</c>.</summary>
public sealed record ResultView(
    string Id, string Cloud, string Tool, string What, string State, string? Message, string Who, string Host, DateTimeOffset Started, DateTimeOffset? Ended,
    string? Release, string? Repository, string? Commit, bool Dirty, bool CheckOnly, IReadOnlyList<StepView> Steps)
{
    /// <summary>The result of a run.</summary>
    internal static ResultView Of(RunProgress progress)
    {
        var spec = progress.Spec;
        return new ResultView(
            spec.Id, spec.Cloud, spec.Tool, spec.What, progress.State.ToString().ToLowerInvariant(), progress.Message, spec.Who, progress.Host, spec.Created, progress.Ended,
            spec.Release, spec.Repository, spec.Commit, spec.Dirty, spec.CheckOnly, [.. progress.Steps.Select(StepView.Of)]);
    }
}

/// <summary>One step of it.</summary>
public sealed record StepView(int Position, string Name, string? Group, string State, int Attempts, int? ExitCode, DateTimeOffset? Started, DateTimeOffset? Ended, double? Seconds, IReadOnlyList<string> Command, string? Message)
{
    /// <summary>The view of a step.</summary>
    internal static StepView Of(StepProgress step) => new(
        step.Position, step.Step.Name, step.Step.Group, step.State.ToString().ToLowerInvariant(), step.Attempts, step.ExitCode, step.Started, step.Ended,
        step.Ended - step.Started is { } span ? Math.Round(span.TotalSeconds, 3) : null, step.Step.Command, step.Message);
}

/// <summary>What a run was made of: <c>versions.json</c>.</summary>
internal sealed record VersionsView(string Tool, string? Release, string? Repository, string? Commit, bool Dirty, IReadOnlyDictionary<string, string> Programs);

/// <summary>The JSON of artifacts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ResultView))]
[JsonSerializable(typeof(VersionsView))]
internal sealed partial class ReportsJson : JsonSerializerContext;
