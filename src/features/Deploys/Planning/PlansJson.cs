using System.Text.Json.Serialization;

namespace Racklight.Deploys.Planning;

/// <summary>Source-generated JSON of plans: what <c>deploy plan -o json</c> prints and a run reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(DeployPlan))]
public sealed partial class PlansJson : JsonSerializerContext;
