using System.Text.Json.Serialization;
using Racklight.Secrets.Merging;
using Racklight.Secrets.Rotating;

namespace Racklight.Secrets.Generating;

/// <summary>What <c>secret generate FILE</c> did; never a value.</summary>
/// <param name="File">The file.</param>
/// <param name="Made">Keys that got a value.</param>
/// <param name="Blank">Keys that stay empty unless somebody needs them.</param>
/// <param name="Unknown">Keys of which nothing is known.</param>
/// <param name="HalfPairs">Pairs with one half, which stay so.</param>
internal sealed record GenerateReport(string File, IReadOnlyList<MadeSecret> Made, IReadOnlyList<string> Blank, IReadOnlyList<string> Unknown, IReadOnlyList<string> HalfPairs);

/// <summary>Source-generated JSON of what generating, merging and rotating report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerateReport))]
[JsonSerializable(typeof(MergeReport))]
[JsonSerializable(typeof(RotateReport))]
internal sealed partial class SecretsReportJson : JsonSerializerContext;
