using System.Text.Json;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Deploys.Running.Tools;

/// <summary>What is known of each deployment tool. Comes with the program.</summary>
internal static class ToolBook
{
    private static readonly Lazy<ToolFile> Kolla = new(static () => Load("kolla"));
    private static readonly Lazy<ToolFile> Osa = new(static () => Load("osa"));

    /// <summary>The tools' names.</summary>
    public static IReadOnlyList<string> Names { get; } = ["kolla", "osa"];

    /// <summary>What is known of a tool.</summary>
    /// <exception cref="ProblemException">There is no such tool.</exception>
    public static ToolFile Get(string name) => name switch
    {
        "kolla" => Kolla.Value,
        "osa" => Osa.Value,
        _ => throw new ProblemException($"--tool {name}: want kolla or osa"),
    };

    private static ToolFile Load(string name)
    {
        var file = $"deploy-tools/{name}.yaml";
        using var reader = new StreamReader(typeof(ToolBook).Assembly.GetManifestResourceStream(file)!);
        var document = YamlReader.Read(reader.ReadToEnd());
        var reading = SchemaReader.Read(document, JsonSchema.Of(SchemaExport.Of(ToolsJson.Default.ToolFile)));
        var faults = document.Faults.Concat(reading.Faults).Select(fault => new Problem(fault.Message) { File = file, Line = fault.Mark.Line, Column = fault.Mark.Column }).ToList();
        if (faults.Count > 0 || reading.Value is null) throw new ProblemException(faults);
        return reading.Value.Deserialize(ToolsJson.Default.ToolFile)!;
    }
}
