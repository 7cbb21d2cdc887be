using System.Text.Json.Serialization;

namespace Racklight.Deploys.Running.Tools;

/// <summary>What is known of a deployment tool, release by release: one of the YAML files beside this one.</summary>
internal sealed record ToolFile
{
    /// <summary>The series, in their order.</summary>
    public required IReadOnlyList<string> Series { get; init; }

    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>Where its configuration lies.</summary>
    public required string Config { get; init; }

    /// <summary>The variable that names another configuration directory; null: an argument does.</summary>
    public string? ConfigVariable { get; init; }

    /// <summary>Its files of secrets, in the configuration directory.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>Where its checkout lies.</summary>
    public string? Checkout { get; init; }

    /// <summary>The series from which the command stands before the options.</summary>
    public string? CommandFirst { get; init; }

    /// <summary>The series from which playbooks are of a collection.</summary>
    public string? Collection { get; init; }

    /// <summary>The series from which <c>--check</c> and <c>--diff</c> are known.</summary>
    public required string Check { get; init; }

    /// <summary>What a deploy does that names no action.</summary>
    public required IReadOnlyList<string> Usual { get; init; }

    /// <summary>Sets of actions that make the committed configuration the deployed one: any one of them does; names apart by blanks.</summary>
    public required IReadOnlyList<string> Whole { get; init; }

    /// <summary>The actions by their names.</summary>
    public required Dictionary<string, ToolAction> Actions { get; init; }

    /// <summary>The place of a series in their order; -1 when it is unknown.</summary>
    public int IndexOf(string series) => Series.ToList().FindIndex(known => known == series);

    /// <summary>True when a series is, or comes after, another.</summary>
    public bool IsFrom(string series, string first) => IndexOf(series) >= IndexOf(first);
}

/// <summary>Something that the tool does.</summary>
internal sealed record ToolAction
{
    /// <summary>What it does, for people.</summary>
    public required string Title { get; init; }

    /// <summary>The first series that has it; null: all.</summary>
    public string? Since { get; init; }

    /// <summary>The last series that has it; null: all.</summary>
    public string? Until { get; init; }

    /// <summary>What it was called before a series.</summary>
    public Dictionary<string, string>? Before { get; init; }

    /// <summary>Arguments that always go with it.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>What they were before a series.</summary>
    public Dictionary<string, IReadOnlyList<string>>? ArgumentsBefore { get; init; }

    /// <summary>The playbook's name where it is not the action's.</summary>
    public string? Playbook { get; init; }

    /// <summary>The playbook in the collection where its name does not follow from the action's.</summary>
    public string? Collected { get; init; }

    /// <summary>A playbook of Racklight's own that does it.</summary>
    public string? Own { get; init; }

    /// <summary>What a value of the action is called: <c>rabbitmq-upgrade=3.12</c>; null: it takes none.</summary>
    public string? Value { get; init; }

    /// <summary>True: it works on this machine alone, and takes no inventory.</summary>
    public bool Local { get; init; }

    /// <summary>True: it must not be run twice unseen.</summary>
    public bool Once { get; init; }

    /// <summary>True: it stops what users work with, and must be confirmed.</summary>
    public bool Stops { get; init; }
}

/// <summary>The JSON form of the files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ToolFile))]
internal sealed partial class ToolsJson : JsonSerializerContext;
