using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Racklight.Yaml.Schema;

/// <summary>Walks a YAML tree beside a schema: tells every fault with its position, and makes the JSON that the record is read from.</summary>
public sealed class SchemaReader
{
    private const int MostFaults = 200;
    private readonly List<YamlFault> _faults = [];

    private SchemaReader()
    {
    }

    /// <summary>Reads a document by a schema.</summary>
    public static SchemaReading Read(YamlDocument document, JsonSchema schema)
    {
        var reader = new SchemaReader();
        var root = document.Root ?? new YamlMapping([], new YamlMark(1, 1));
        // A text that cannot be read at all has told its one fault; "missing key" on top would be noise.
        if (document.Root is null && document.Faults.Count > 0) return new SchemaReading(null, []);
        var value = reader.Value(root, schema, "");
        return new SchemaReading(value, reader._faults);
    }

    /// <summary>The JSON of a node, or null when it is wrong (and then the reason is told).</summary>
    private JsonNode? Value(YamlNode node, JsonSchema schema, string name) => node switch
    {
        _ when schema.IsAny => Any(node),
        YamlMapping mapping when schema.Is("object") => Mapping(mapping, schema),
        YamlSequence list when schema.Is("array") => List(list, schema, name),
        YamlScalar scalar when schema.Is("string") => Text(scalar, schema, name),
        YamlScalar scalar when schema.Is("boolean") && CoreSchema.TryBoolean(scalar, out var truth) => JsonValue.Create(truth),
        YamlScalar scalar when schema.Is("integer") && CoreSchema.TryInteger(scalar, out var whole) => JsonValue.Create(whole),
        YamlScalar scalar when schema.Is("number") && CoreSchema.TryNumber(scalar, out var number) => JsonValue.Create(number),
        _ => WrongType(node, schema, name),
    };

    /// <summary>
    /// A value whose form is free: truths and plain decimal whole numbers are those; all else without quotes is the text as written,
    /// so that 22.10 stays 22.10 and 0755 stays 0755.
    /// </summary>
    private static JsonNode? Any(YamlNode node)
    {
        switch (node)
        {
            case YamlMapping mapping:
                var value = new JsonObject();
                foreach (var entry in mapping.Entries) value[entry.Key.Text] = Any(entry.Value);
                return value;
            case YamlSequence list: return new JsonArray([.. list.Items.Select(Any)]);
            case YamlScalar scalar when CoreSchema.IsNull(scalar): return null;
            case YamlScalar scalar when CoreSchema.TryBoolean(scalar, out var truth): return JsonValue.Create(truth);
            case YamlScalar scalar when CoreSchema.TryInteger(scalar, out var whole) && whole.ToString(System.Globalization.CultureInfo.InvariantCulture) == scalar.Text: return JsonValue.Create(whole);
            case YamlScalar scalar: return JsonValue.Create(scalar.Text);
            default: return null;
        }
    }

    private JsonObject? Mapping(YamlMapping mapping, JsonSchema schema)
    {
        var value = new JsonObject();
        var whole = true;
        foreach (var entry in mapping.Entries)
        {
            var key = entry.Key.Text;
            JsonSchema? inner = null;
            if (schema.Properties is { } properties && !properties.TryGetValue(key, out inner))
            {
                Unknown(entry.Key, properties.Keys, mapping);
                continue;
            }
            inner ??= schema.Values;
            if (inner is null) continue;
            if (schema.Names is { } names && Text(entry.Key, names, "the name") is null) continue;
            // `key:` with its value commented out is the same as no key at all.
            if (entry.Value is YamlScalar empty && CoreSchema.IsNull(empty) && schema.Values is null && !schema.Required.Contains(key)) continue;
            var made = Value(entry.Value, inner, key);
            if (made is not null) value[key] = made;
            else if (schema.Required.Contains(key)) whole = false;
        }
        foreach (var required in schema.Required)
        {
            if (mapping.Find(required) is not null) continue;
            whole = false;
            var example = schema.Properties?[required].Example;
            Fault($"the key `{required}` is missing", mapping.Mark, example is null ? null : $"{required}: {example}");
        }
        if (!whole) return null;
        FillIn(value, schema);
        return value;
    }

    private JsonArray List(YamlSequence list, JsonSchema schema, string name)
    {
        var value = new JsonArray();
        foreach (var item in list.Items)
        {
            if (Value(item, schema.Items!, name) is { } made) value.Add(made);
        }
        return value;
    }

    private JsonValue? Text(YamlScalar scalar, JsonSchema schema, string name)
    {
        var text = scalar.Text;
        if (CoreSchema.IsNull(scalar))
        {
            Fault(name.Length > 0 ? $"`{name}` has no value" : "a value is missing", scalar.Mark, schema.Example is null ? null : $"{name}: {schema.Example}");
            return null;
        }
        if (schema.Choices is { } choices && !choices.Contains(text))
        {
            var near = NearestWord.Of(text, choices);
            Fault($"`{Shown(text)}` is not a choice for `{name}`{Meant(near)}", scalar.Mark, "one of " + string.Join(", ", choices));
            return null;
        }
        if (text.Length > schema.MaxLength)
        {
            Fault($"`{Shown(text)}` has {text.Length} characters; at most {schema.MaxLength} are possible", scalar.Mark, "shorten it");
            return null;
        }
        if (schema.Pattern is { } pattern && !Matches(pattern, text))
        {
            Fault($"`{Shown(text)}` is not {schema.Want ?? "of the right form"}", scalar.Mark);
            return null;
        }
        return JsonValue.Create(text);
    }

    private static bool Matches(Regex pattern, string text)
    {
        try
        {
            // `$` also matches before a line feed at the end.
            return pattern.IsMatch(text) && !text.EndsWith('\n');
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private void Unknown(YamlScalar key, IEnumerable<string> known, YamlMapping mapping)
    {
        var near = NearestWord.Of(key.Text, known.Where(name => mapping.Find(name) is null));
        var taken = near is null ? NearestWord.Of(key.Text, known) : null;
        var hint = taken is not null ? $"`{taken}` is on line {mapping.Find(taken)!.Key.Mark.Line} already: put the two together"
            : near is null ? "the keys here are " + string.Join(", ", known) : null;
        Fault($"unknown key `{Shown(key.Text)}`{Meant(near ?? taken)}", key.Mark, hint);
    }

    private JsonNode? WrongType(YamlNode node, JsonSchema schema, string name)
    {
        var of = name.Length > 0 ? $"`{name}`" : "the file";
        var scalar = node as YamlScalar;
        var found = scalar switch { null => $"a {node.Kind}", _ when CoreSchema.IsNull(scalar) => "nothing", _ => $"the text `{Shown(scalar.Text)}`" };
        var (want, hint) = schema switch
        {
            _ when schema.Is("array") => ("a list", scalar is not null && !CoreSchema.IsNull(scalar) ? $"[{Shown(scalar.Text)}]" : "[one, two]"),
            _ when schema.Is("object") => ("a mapping", schema.Properties is { } p ? $"keys here are {string.Join(", ", p.Keys)}" : "name: { … }"),
            _ when schema.Is("boolean") => ("true or false", "true or false"),
            _ when schema.Is("integer") => ("a whole number", null),
            _ when schema.Is("number") => ("a number", null),
            _ => ("text", schema.Example),
        };
        Fault($"{of} must be {want}, not {found}", node.Mark, hint);
        return null;
    }

    /// <summary>
    /// Puts in what was left out, since source-generated deserialisation sets init-only properties that are absent to nothing
    /// instead of leaving their initial value.
    /// </summary>
    private static void FillIn(JsonObject value, JsonSchema schema)
    {
        foreach (var (name, property) in schema.Properties ?? new Dictionary<string, JsonSchema>())
        {
            if (value.ContainsKey(name)) continue;
            if (property.Default is { } known) value[name] = known.DeepClone();
            else if (property.Nullable || schema.Required.Contains(name)) continue;
            else if (property.Is("array")) value[name] = new JsonArray();
            else if (property.Is("object") && property.Required.Count == 0)
            {
                var inner = new JsonObject();
                FillIn(inner, property);
                value[name] = inner;
            }
        }
    }

    private void Fault(string message, YamlMark mark, string? hint = null)
    {
        if (_faults.Count < MostFaults) _faults.Add(new YamlFault(message, mark, hint));
    }

    private static string Meant(string? near) => near is null ? "" : $", did you mean `{near}`?";

    private static string Shown(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
