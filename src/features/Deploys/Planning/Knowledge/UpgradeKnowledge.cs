using System.Text.Json;
using Racklight.Yaml;
using Racklight.Yaml.Schema;

namespace Racklight.Deploys.Planning.Knowledge;

/// <summary>What is known of a tool's releases. Data (<c>Planning/Knowledge/*.yaml</c>), so that a release is added without code.</summary>
[Schema("What is known of a tool's releases")]
internal sealed record UpgradeKnowledge
{
    private static readonly Lazy<UpgradeKnowledge> KnownOfKolla = new(static () => Load("kolla"));
    private static readonly Lazy<UpgradeKnowledge> KnownOfOsa = new(static () => Load("osa"));

    /// <summary>Of kolla-ansible.</summary>
    public static UpgradeKnowledge Kolla => KnownOfKolla.Value;

    /// <summary>Of openstack-ansible.</summary>
    public static UpgradeKnowledge Osa => KnownOfOsa.Value;

    /// <summary>What an upgrade to each release asks for, by series.</summary>
    [Schema("What an upgrade to each release asks for, by series")]
    public required IReadOnlyDictionary<string, ReleaseFacts> Releases { get; init; }

    /// <summary>The facts of a series; none are known: empty ones.</summary>
    public ReleaseFacts Of(string series) => Releases.GetValueOrDefault(series) ?? new ReleaseFacts();

    private static UpgradeKnowledge Load(string tool)
    {
        using var reader = new StreamReader(typeof(UpgradeKnowledge).Assembly.GetManifestResourceStream($"knowledge/{tool}.yaml")!);
        var document = YamlReader.Read(reader.ReadToEnd());
        var reading = SchemaReader.Read(document, JsonSchema.Of(SchemaExport.Of(KnowledgeJson.Default.UpgradeKnowledge)));
        var faults = document.Faults.Concat(reading.Faults).Select(fault => new Problem(fault.Message) { File = $"{tool}.yaml", Line = fault.Mark.Line, Column = fault.Mark.Column, Source = document.Line(fault.Mark.Line), Hint = fault.Hint }).ToList();
        return faults.Count == 0 && reading.Value is not null ? reading.Value.Deserialize(KnowledgeJson.Default.UpgradeKnowledge)! : throw new ProblemException(faults);
    }
}

/// <summary>What an upgrade to a release asks for.</summary>
[Schema("What an upgrade to a release asks for")]
internal sealed record ReleaseFacts
{
    /// <summary>The Ansible that it works with, as a pip requirement.</summary>
    [Schema("The Ansible that it works with, as a pip requirement")]
    public string? Ansible { get; init; }

    /// <summary>The oldest Python of the deployment host.</summary>
    [Schema("The oldest Python of the deployment host")]
    public string? Python { get; init; }

    /// <summary>Host systems that its prechecks take; none: not known.</summary>
    [Schema("Host systems that its prechecks take")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Settings that have another name now: old to new.</summary>
    [Schema("Settings that have another name now: old to new")]
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Inventory groups that have another name now: old to new.</summary>
    [Schema("Inventory groups that have another name now: old to new")]
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();

    /// <summary>Changes worth reading before.</summary>
    [Schema("Changes worth reading before")]
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Where that is written.</summary>
    [Schema("Where that is written")]
    public string? Source { get; init; }

    /// <summary>What must be so before.</summary>
    [Schema("What must be so before")]
    public IReadOnlyList<CheckFact> Checks { get; init; } = [];

    /// <summary>Steps with the old release's tool, before the new one is installed.</summary>
    [Schema("Steps with the old release's tool, before the new one is installed")]
    public IReadOnlyList<StepFact> Before { get; init; } = [];

    /// <summary>Steps with the new release's tool, behind the upgrade.</summary>
    [Schema("Steps with the new release's tool, behind the upgrade")]
    public IReadOnlyList<StepFact> After { get; init; } = [];
}

/// <summary>Something that must be so before an upgrade.</summary>
[Schema("Something that must be so before an upgrade")]
internal sealed record CheckFact
{
    /// <summary>A short name.</summary>
    [Schema("A short name")]
    public required string Id { get; init; }

    /// <summary>What must be so.</summary>
    [Schema("What must be so")]
    public required string Text { get; init; }

    /// <summary>The setting of globals.yml that tells; none: a person confirms.</summary>
    [Schema("The setting of globals.yml that tells")]
    public string? Setting { get; init; }

    /// <summary>The values that are right, separated by <c>|</c>; <c>absent</c>: not set, <c>set</c>: set to anything.</summary>
    [Schema("The values that are right, separated by |; absent: not set, set: set to anything")]
    public string? Wanted { get; init; }

    /// <summary>Only when this setting is on; when it is not set, a person says.</summary>
    [Schema("Only when this setting is on")]
    public string? When { get; init; }

    /// <summary>What to do when it is not so.</summary>
    [Schema("What to do when it is not so")]
    public string? Remedy { get; init; }

    /// <summary>What is lost, should it not be so, does not come back.</summary>
    [Schema("What is lost, should it not be so, does not come back: --yes does not confirm it")]
    public bool Lasting { get; init; }
}

/// <summary>A step that only this release asks for.</summary>
[Schema("A step that only this release asks for")]
internal sealed record StepFact
{
    /// <summary>A short name.</summary>
    [Schema("A short name")]
    public required string Id { get; init; }

    /// <summary>What it does.</summary>
    [Schema("What it does")]
    public required string Name { get; init; }

    /// <summary>Only in hops from these releases; none: from any.</summary>
    [Schema("Only in hops from these releases")]
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>The kolla-ansible command and its arguments.</summary>
    [Schema("The kolla-ansible command and its arguments")]
    public IReadOnlyList<string> Kolla { get; init; } = [];

    /// <summary>What a person does, when no command does it.</summary>
    [Schema("What a person does, when no command does it")]
    public string? Manual { get; init; }

    /// <summary>A remark.</summary>
    [Schema("A remark")]
    public string? Note { get; init; }

    /// <summary>What stops answering.</summary>
    [Schema("What stops answering")]
    public string? Interrupts { get; init; }

    /// <summary>False when it may not be run twice.</summary>
    [Schema("False when it may not be run twice")]
    public bool Repeatable { get; init; } = true;

    /// <summary>How long it may take.</summary>
    [Schema("How long it may take, in minutes")]
    public int? Minutes { get; init; }
}
