using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace Racklight.Yaml.Schema;

/// <summary>Writes the JSON Schema of a record from its source-generated contract and its <see cref="SchemaAttribute"/>s.</summary>
public static class SchemaExport
{
    /// <summary>The schema of a contract (JSON Schema 2020-12).</summary>
    public static JsonObject Of(JsonTypeInfo type)
    {
        var schema = Bare(type).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        return schema;
    }

    private static JsonNode Bare(JsonTypeInfo type)
        => type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform });

    private static JsonNode Transform(JsonSchemaExporterContext context, JsonNode node)
    {
        if (node is not JsonObject schema) return node;
        // The exporter points to the first place of a type that it meets again. That place carries another property's
        // description and pattern by then, so each place gets its own copy (no record here holds itself).
        if (schema.ContainsKey("$ref"))
        {
            schema = Bare(context.TypeInfo).AsObject();
            if (context.PropertyInfo is { IsSetNullable: true } && schema["type"] is JsonValue type) schema["type"] = new JsonArray(type.DeepClone(), "null");
        }
        // A mapping to values of any form: the exporter leaves out that they may be anything.
        if (context.TypeInfo.Kind == JsonTypeInfoKind.Dictionary && schema["additionalProperties"] is null) schema["additionalProperties"] = true;
        var provider = context.PropertyInfo?.AttributeProvider ?? (context.Path.IsEmpty ? context.TypeInfo.Type : null);
        if (provider?.GetCustomAttributes(typeof(SchemaAttribute), inherit: false) is [SchemaAttribute said, ..]) Add(schema, said);
        return schema;
    }

    private static void Add(JsonObject schema, SchemaAttribute said)
    {
        schema.Insert(0, "description", said.Description);
        if (said.Default is not null) schema["default"] = said.Default;
        if (said.Example is not null) schema["examples"] = new JsonArray(said.Example);
        var subject = schema;
        if (schema["items"] is JsonObject items) subject = items;
        else if (schema["additionalProperties"] is JsonObject || schema["additionalProperties"]?.GetValueKind() == JsonValueKind.True) schema["propertyNames"] = subject = [];
        if (said.Choices.Length > 0) subject["enum"] = new JsonArray([.. said.Choices.Select(static choice => JsonValue.Create(choice))]);
        if (said.MaxLength > 0) subject["maxLength"] = said.MaxLength;
        if (said.Pattern is not null) subject["pattern"] = $"^(?:{said.Pattern})$";
        if (said.Want is not null) subject["patternErrorMessage"] = $"want {said.Want}";
        if (subject != schema && subject.Count == 0) schema.Remove("propertyNames");
    }
}
