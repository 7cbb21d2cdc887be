using System.Text.Json;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Menus.Import;

/// <summary>
/// What netboot.xyz's records mean in our recipes: their kernels' arguments are in its scripts, not in its data. Data itself
/// (<c>Import/netboot.xyz.yaml</c>); in its texts <c>&lt;name&gt;</c> stands for what a record says.
/// </summary>
[Schema("What netboot.xyz's records mean in our recipes")]
internal sealed record ImportMap
{
    private static readonly Lazy<ImportMap> Known = new(Load);

    /// <summary>The map that comes with the program.</summary>
    public static ImportMap Own => Known.Value;

    /// <summary>What endpoints mean: the first rule that fits.</summary>
    [Schema("What endpoints mean: the first rule that fits")]
    public required IReadOnlyList<EndpointRule> Endpoints { get; init; }

    /// <summary>What releases mean, by their key.</summary>
    [Schema("What releases mean, by their key")]
    public required IReadOnlyDictionary<string, ReleaseRule> Releases { get; init; }

    private static ImportMap Load()
    {
        var (file, text) = EmbeddedText.Below("import/").Single();
        var document = YamlReader.Read(text);
        var reading = SchemaReader.Read(document, JsonSchema.Of(SchemaExport.Of(MenusJson.Default.ImportMap)));
        var faults = document.Faults.Concat(reading.Faults).Select(fault => new Problem(fault.Message) { File = file, Line = fault.Mark.Line, Column = fault.Mark.Column, Source = document.Line(fault.Mark.Line), Hint = fault.Hint }).ToList();
        return faults.Count == 0 && reading.Value is not null ? reading.Value.Deserialize(MenusJson.Default.ImportMap)! : throw new ProblemException(faults);
    }
}

/// <summary>How something boots in our words; the texts have <c>&lt;name&gt;</c>s in them.</summary>
[Schema("How something boots in our words")]
internal record BootRule
{
    /// <summary>The recipe; null: there is none, for that reason.</summary>
    [Schema("The recipe")]
    public string? Recipe { get; init; }

    /// <summary>Why there is no recipe.</summary>
    [Schema("Why there is no recipe")]
    public string? Because { get; init; }

    /// <summary>The section of the menu.</summary>
    [Schema("The section of the menu")]
    public string? Section { get; init; }

    /// <summary>The architectures, where the record does not say.</summary>
    [Schema("The architectures, where the record does not say")]
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>The recipe's values.</summary>
    [Schema("The recipe's values")]
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    /// <summary>The recipe's files.</summary>
    [Schema("The recipe's files")]
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The file that is the record's directory: all that the record names is fetched from it.</summary>
    [Schema("The file that is the record's directory: all that the record names is fetched from it")]
    public string? Directory { get; init; }

    /// <summary>RAM in MiB.</summary>
    [Schema("RAM in MiB")]
    public int? Ram { get; init; }
}

/// <summary>What an endpoint means.</summary>
[Schema("What an endpoint means")]
internal sealed record EndpointRule : BootRule
{
    /// <summary>Any of these systems; empty: any.</summary>
    [Schema("Any of these systems; empty: any")]
    public IReadOnlyList<string> Os { get; init; } = [];

    /// <summary>In any of these repositories; empty: any.</summary>
    [Schema("In any of these repositories; empty: any")]
    public IReadOnlyList<string> Repository { get; init; } = [];

    /// <summary>On any of these architectures; empty: any.</summary>
    [Schema("On any of these architectures; empty: any")]
    public IReadOnlyList<string> Arch { get; init; } = [];

    /// <summary>The files that it must have, its kernel's included.</summary>
    [Schema("The files that it must have, its kernel's included")]
    public IReadOnlyList<string> Has { get; init; } = [];
}

/// <summary>What a release means.</summary>
[Schema("What a release means")]
internal sealed record ReleaseRule : BootRule
{
    /// <summary>The systems of the endpoints that stand for its versions.</summary>
    [Schema("The systems of the endpoints that stand for its versions")]
    public IReadOnlyList<string> Endpoints { get; init; } = [];

    /// <summary>What is different for some versions, by code name.</summary>
    [Schema("What is different for some versions, by code name")]
    public IReadOnlyDictionary<string, BootRule> Versions { get; init; } = new Dictionary<string, BootRule>();
}
