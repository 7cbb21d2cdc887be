using System.Text.Json.Serialization;
using Racklight.Menus.Commands;
using Racklight.Menus.Import;
using Racklight.Menus.Recipes;

namespace Racklight.Menus;

/// <summary>Source-generated JSON of this room: its files and its results.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RecipeFileData))]
[JsonSerializable(typeof(ImportMap))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(BootPlan))]
[JsonSerializable(typeof(EntryDetail))]
[JsonSerializable(typeof(IReadOnlyList<EntryView>))]
[JsonSerializable(typeof(IReadOnlyList<RecipeView>))]
internal sealed partial class MenusJson : JsonSerializerContext;
