using System.Text.Json.Serialization;

namespace Racklight.Deploys.Planning.Knowledge;

/// <summary>Source-generated JSON of the data files on releases.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(UpgradeKnowledge))]
internal sealed partial class KnowledgeJson : JsonSerializerContext;
