using System.Text.Json.Serialization;

namespace Racklight.Deploys.Running;

/// <summary>The JSON of what a run is.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunSpec))]
internal sealed partial class RunsJson : JsonSerializerContext;
