using System.Text.Json.Serialization;

namespace Racklight.Sites;

/// <summary>The JSON of a site's files: the schemas and the records are both made from it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SiteFile))]
[JsonSerializable(typeof(GroupFile))]
[JsonSerializable(typeof(NodeFile))]
[JsonSerializable(typeof(ImageFile))]
[JsonSerializable(typeof(MenuFile))]
[JsonSerializable(typeof(MenuListFile))]
[JsonSerializable(typeof(ShownSite))]
[JsonSerializable(typeof(CheckedSite))]
internal sealed partial class SiteJson : JsonSerializerContext;
