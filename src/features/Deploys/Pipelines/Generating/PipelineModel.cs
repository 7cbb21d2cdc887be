using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Deploys.Pipelines.Generating;

/// <summary><c>pipeline.yaml</c>: what a pipeline is generated from, whichever server it is for.</summary>
[Schema("What the pipeline is generated from")]
internal sealed record PipelineModel
{
    /// <summary><c>kolla</c> or <c>osa</c>.</summary>
    [Schema("The cloud's deployment tool: kolla or osa", Choices = ["kolla", "osa"], Example = "kolla")]
    public required string Tool { get; init; }

    /// <summary>The release that is deployed.</summary>
    [Schema("The OpenStack release that is deployed", Pattern = "[a-z]+|20[0-9]{2}\\.[12]", Want = "a release such as 2025.1 or zed", Example = "2025.1")]
    public required string Release { get; init; }

    /// <summary>A prepared container with the tools, by digest; null: the runner's own shell.</summary>
    [Schema("A prepared container with the tools, by digest; default: the runner's own shell", Pattern = "[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}", Want = "an image with its digest: registry.example.org/deploy@sha256:…", MaxLength = 300)]
    public string? Container { get; init; }

    /// <summary>The branch that is deployed. GitLab has a variable for it; the triggers of GitHub know no variables.</summary>
    [Schema("The branch that is deployed, for GitHub; GitLab knows its default branch by itself", Default = "main", Pattern = "[A-Za-z0-9][A-Za-z0-9._/-]*", Want = "a branch's name", MaxLength = 100, Example = "master")]
    public string Branch { get; init; } = "main";

    /// <summary>True: a scheduled pipeline looks whether the cloud is still as committed.</summary>
    [Schema("Whether a scheduled pipeline looks if the cloud is still as committed: yes or no", Choices = ["yes", "no"], Default = "yes")]
    public string Drift { get; init; } = "yes";

    /// <summary>The runner's tag for booting changed images in a virtual rack; null: none are booted.</summary>
    [Schema("The tag of a runner that boots changed images in a virtual rack before they are merged; default: none", Pattern = Tag, Want = "a runner's tag", MaxLength = 100, Example = "lab")]
    public string? Lab { get; init; }

    /// <summary>The datacentres, by name: each has its own runner, environment, lock and secrets.</summary>
    [Schema("The datacentres, by name", Pattern = "[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?", Want = "lower-case letters, digits and hyphens")]
    public required IReadOnlyDictionary<string, Datacentre> Datacentres { get; init; }

    /// <summary>What a runner's tag looks like.</summary>
    internal const string Tag = "[A-Za-z0-9][A-Za-z0-9_.-]*";

    /// <summary>Reads <c>pipeline.yaml</c>.</summary>
    /// <exception cref="ProblemException">All that is wrong with it.</exception>
    public static PipelineModel Read(string root, string path)
    {
        YamlDocument document;
        try
        {
            document = YamlReader.Read(BoundedFile.Read(root, path));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem($"it cannot be read: {e.Message}") { File = path }, inner: e);
        }
        var reading = SchemaReader.Read(document, JsonSchema.Of(SchemaExport.Of(PipelineJson.Default.PipelineModel)));
        var faults = document.Faults.Concat(reading.Faults).ToList();
        var model = reading.Value is null || faults.Count > 0 ? null : reading.Value.Deserialize(PipelineJson.Default.PipelineModel);
        if (model is { Datacentres.Count: 0 }) faults.Add(new YamlFault("there is no datacentre", document.At("datacentres"), "datacentres: { dc1: { runner: acme_dc1 } }"));
        if (faults.Count == 0) return model!;
        throw new ProblemException([.. faults.Select(fault => new Problem(fault.Message) { File = path, Line = fault.Mark.Line, Column = fault.Mark.Column, Source = document.Line(fault.Mark.Line), Hint = fault.Hint })]);
    }
}

/// <summary>A datacentre: one set of jobs.</summary>
[Schema("A datacentre: one set of jobs")]
internal sealed record Datacentre
{
    /// <summary>The tag of the runner on its deployment host.</summary>
    [Schema("The tag of the runner on its deployment host", Pattern = PipelineModel.Tag, Want = "a runner's tag", MaxLength = 100, Example = "acme_dc1")]
    public required string Runner { get; init; }

    /// <summary>Where its configuration lies in the repository.</summary>
    [Schema("Where its configuration lies in the repository", Default = ".", Pattern = "\\.|[A-Za-z0-9_][A-Za-z0-9_./-]*", Want = "a directory of the repository", MaxLength = 200, Example = "dc1")]
    public string Configuration { get; init; } = ".";

    /// <summary><c>production</c>, <c>staging</c>, <c>testing</c>, <c>development</c> or <c>other</c>.</summary>
    [Schema("What kind of cloud it is", Default = "production", Choices = ["production", "staging", "testing", "development", "other"])]
    public string Tier { get; init; } = "production";

    /// <summary>How long a deploy may take, in hours.</summary>
    [Schema("How long a deploy may take, in hours", Default = "8h", Pattern = "[1-9][0-9]?h", Want = "hours such as 8h", Example = "8h")]
    public string Timeout { get; init; } = "8h";
}

/// <summary>The JSON of the model.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PipelineModel))]
internal sealed partial class PipelineJson : JsonSerializerContext;
