using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Racklight.Yaml.Schema;

/// <summary>The part of JSON Schema that records need, taken from a schema once and asked many times.</summary>
public sealed class JsonSchema
{
    private JsonSchema()
    {
        (Types, Required, IsAny) = ([], new HashSet<string>(), true);
    }

    private JsonSchema(JsonObject schema)
    {
        Types = schema["type"] switch
        {
            JsonArray several => [.. several.Select(static type => type!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };
        Properties = (schema["properties"] as JsonObject)?.ToDictionary(static p => p.Key, static p => Of(p.Value!), StringComparer.Ordinal);
        Required = (schema["required"] as JsonArray)?.Select(static name => name!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
        // The exporter writes `true` for a value of any form.
        Values = schema["additionalProperties"] switch { JsonObject values => Of(values), JsonValue any when any.GetValueKind() == JsonValueKind.True => Of(any), _ => null };
        Names = schema["propertyNames"] is JsonObject names ? Of(names) : null;
        Items = schema["items"] is JsonObject items ? Of(items) : null;
        Choices = (schema["enum"] as JsonArray)?.Select(static choice => choice!.GetValue<string>()).ToArray();
        MaxLength = schema["maxLength"]?.GetValue<int>() ?? int.MaxValue;
        Want = schema["patternErrorMessage"]?.GetValue<string>() is { } want && want.StartsWith("want ", StringComparison.Ordinal) ? want[5..] : null;
        Default = schema["default"];
        Example = (schema["examples"] as JsonArray)?[0]?.GetValue<string>();
        if (schema["pattern"]?.GetValue<string>() is { } pattern) Pattern = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(200));
    }

    /// <summary>Takes over a schema; the keywords that it does not know say nothing.</summary>
    public static JsonSchema Of(JsonNode schema) => schema is JsonObject rules ? new JsonSchema(rules) : new JsonSchema();

    /// <summary>True for a value of any form: read by what it is (see <see cref="SchemaReader"/>).</summary>
    internal bool IsAny { get; }

    internal IReadOnlyList<string> Types { get; }

    internal IReadOnlyDictionary<string, JsonSchema>? Properties { get; }

    internal IReadOnlySet<string> Required { get; }

    internal JsonSchema? Values { get; }

    internal JsonSchema? Names { get; }

    internal JsonSchema? Items { get; }

    internal IReadOnlyList<string>? Choices { get; }

    internal int MaxLength { get; }

    internal Regex? Pattern { get; }

    internal string? Want { get; }

    internal JsonNode? Default { get; }

    internal string? Example { get; }

    internal bool Nullable => Types.Contains("null");

    internal bool Is(string type) => Types.Contains(type);
}
