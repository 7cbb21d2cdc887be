using System.Text.Json.Serialization;

namespace Racklight.Deploys.Findings;

/// <summary>The JSON of findings: our own, GitLab's code quality report and SARIF.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FindingReport))]
[JsonSerializable(typeof(IReadOnlyList<CodeQualityIssue>))]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class FindingsJson : JsonSerializerContext;
