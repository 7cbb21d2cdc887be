using System.Text.Json;
using Racklight.App;
using Racklight.Templates;

namespace Racklight.Tests.Templates;

/// <summary>Debian's python3-jinja2 in StrictUndefined mode, and our engine, over the same templates and values.</summary>
internal static class Jinja
{
    private const string Program = """
        import base64, json, shlex, sys
        from jinja2 import Environment, StrictUndefined, DictLoader
        job = json.load(sys.stdin)
        env = Environment(undefined=StrictUndefined, trim_blocks=job["trim"], lstrip_blocks=job["lstrip"], keep_trailing_newline=job["keep"], loader=DictLoader(job["files"]))
        env.filters["b64encode"] = lambda v: base64.b64encode(str(v).encode()).decode()
        env.filters["quote"] = lambda v: shlex.quote(str(v))
        env.filters.setdefault("items", lambda v: list(v.items()))
        out = []
        for text in job["templates"]:
            try:
                out.append({"text": env.from_string(text).render(**job["values"])})
            except Exception as e:
                out.append({"error": type(e).__name__ + ": " + str(e)})
        json.dump(out, sys.stdout)
        """;

    public const string Values = """
        {
          "name": "r1n2", "empty": "", "zero": 0, "one": 1, "n": 42, "negative": -7, "real": 1.5, "yes": true, "no": false, "nothing": null,
          "mac": "52:54:00:20:00:02", "text": "Hello <World> & 'you'", "lines": "a\nb\n\nc", "unicode": "Zürich 😀",
          "list": ["b", "A", "c", "a"], "numbers": [3, 1, 2], "nested": [[1, 2], [3]], "emptylist": [],
          "map": {"b": 2, "a": 1, "z": {"deep": "x"}}, "items_of": {"x": "1"}, "mixed": [1, "a", null, true, 1.5],
          "disks": [{"name": "sda", "size": 100, "ssd": true}, {"name": "sdb", "size": 50, "ssd": false}, {"name": "sdc", "size": 75, "ssd": true}]
        }
        """;

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string>
    {
        ["part"] = "[{{ name }}]\n",
        ["sub/item"] = "<{{ x }}>",
        ["broken"] = "{{ undefined_name }}",
    };

    /// <summary>What Jinja makes of each template: a text, or an error.</summary>
    public static async Task<IReadOnlyList<(string? Text, string? Error)>> RunAsync(IReadOnlyList<string> templates, TemplateOptions options)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("trim", options.TrimBlocks);
            writer.WriteBoolean("lstrip", options.LstripBlocks);
            writer.WriteBoolean("keep", options.KeepTrailingNewline);
            writer.WritePropertyName("values");
            writer.WriteRawValue(Values);
            writer.WriteStartObject("files");
            foreach (var (name, text) in Files) writer.WriteString(name, text);
            writer.WriteEndObject();
            writer.WriteStartArray("templates");
            foreach (var template in templates) writer.WriteStringValue(template);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        var result = await ProcessRunner.RunAsync(new ProcessSpec("python3", ["-c", Program]) { Input = System.Text.Encoding.UTF8.GetString(stream.ToArray()), Limit = TimeSpan.FromMinutes(2) });
        if (result.Error.Contains("No module named 'jinja2'", StringComparison.Ordinal))
        {
            if (Environment.GetEnvironmentVariable("CI") != "true") Assert.Skip("python3-jinja2 is not installed");
            Assert.Fail("python3-jinja2 is not installed");
        }
        result.Succeeded.ShouldBeTrue(result.Error);
        return [.. JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Select(static item =>
            item.TryGetProperty("text", out var text) ? (text.GetString(), (string?)null) : (null, item.GetProperty("error").GetString()))];
    }

    /// <summary>What ours makes of it.</summary>
    public static (string? Text, string? Error) Ours(string template, TemplateOptions? options = null)
    {
        var environment = new TemplateEnvironment { Options = options ?? new TemplateOptions(), Loader = new DictionaryLoader(Files) };
        try
        {
            return (Template.Parse(new TemplateSource("t", template), environment).Render(Context()).Text, null);
        }
        catch (TemplateException e)
        {
            return (null, e.Message);
        }
    }

    public static Dictionary<string, object?> Context()
        => JsonDocument.Parse(Values).RootElement.EnumerateObject().ToDictionary(static p => p.Name, static p => Value(p.Value), StringComparer.Ordinal);

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? (object)whole : element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Array => (object?[])[.. element.EnumerateArray().Select(Value)],
        _ => element.EnumerateObject().ToDictionary(static p => p.Name, static p => Value(p.Value), StringComparer.Ordinal),
    };
}

internal sealed class DictionaryLoader(IReadOnlyDictionary<string, string> files) : ITemplateLoader
{
    public TemplateSource? Find(string name) => files.TryGetValue(name, out var text) ? new TemplateSource(name, text) : null;
}
