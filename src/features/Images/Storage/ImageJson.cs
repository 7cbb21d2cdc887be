using System.Text.Json;
using System.Text.Json.Serialization;

namespace Racklight.Images.Storage;

/// <summary>How manifests are written: their bytes are hashed, so this must not change lightly.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImageManifest))]
[JsonSerializable(typeof(Dictionary<string, StepRecord>))]
internal sealed partial class ImageJson : JsonSerializerContext;

/// <summary>What a step took the last time.</summary>
/// <param name="Seconds">Wall time.</param>
/// <param name="Bytes">Size of its result on disk.</param>
internal sealed record StepRecord(double Seconds, long Bytes);
