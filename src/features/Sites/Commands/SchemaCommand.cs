using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Racklight.App.CommandLine;
using Racklight.Yaml;

namespace Racklight.Sites.Commands;

/// <summary><c>racklight site schema</c>: the JSON Schemas that files are checked by, for editors.</summary>
internal static class SchemaCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "One kind of file: " + string.Join(", ", SiteSchemas.All.Select(static schema => schema.Name)), Arity = ArgumentArity.ZeroOrOne };
        var write = new Option<string?>("--write") { Description = "Write every schema as NAME.schema.json into this directory", HelpName = "DIR" };
        var command = new Command("schema", "Print the JSON Schemas of a site's files, so that editors complete and check them") { name, write }
            .WithExamples(
                "racklight site schema",
                "racklight site schema node",
                "racklight site schema --write .schemas   # then in a file: # yaml-language-server: $schema=../.schemas/node.schema.json");
        command.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(name) is { } wanted ? [Find(wanted)] : SiteSchemas.All;
            if (parsed.GetValue(write) is { } directory)
            {
                Write(chosen, directory);
                return ExitCodes.Done;
            }
            if (parsed.GetValue(name) is not null) Console.Out.WriteLine(Json(chosen[0].Export()));
            else Console.Out.WriteLine(Json(new JsonObject(SiteSchemas.All.Select(static schema => KeyValuePair.Create<string, JsonNode?>(schema.Name, schema.Export())))));
            return ExitCodes.Done;
        });
        return command;
    }

    private static SiteSchema Find(string wanted)
    {
        if (SiteSchemas.All.FirstOrDefault(schema => schema.Name == wanted) is { } found) return found;
        var near = NearestWord.Of(wanted, SiteSchemas.All.Select(static schema => schema.Name));
        throw new ProblemException($"there is no schema `{wanted}`{(near is null ? "" : $", did you mean `{near}`?")}", "one of " + string.Join(", ", SiteSchemas.All.Select(static schema => schema.Name)));
    }

    private static void Write(IReadOnlyList<SiteSchema> schemas, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var schema in schemas)
        {
            var file = Path.Combine(directory, $"{schema.Name}.schema.json");
            File.WriteAllText(file, Json(schema.Export()) + "\n");
            Console.Out.WriteLine($"{file}  for {schema.Files}");
        }
    }

    private static string Json(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented)) node.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
