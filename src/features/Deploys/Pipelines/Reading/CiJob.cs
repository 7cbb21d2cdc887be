using Racklight.Deploys.Reading;
using Racklight.Yaml;

namespace Racklight.Deploys.Pipelines.Reading;

/// <summary>A line of a job's script.</summary>
/// <param name="Text">The line; a command that goes over several lines by <c>\</c> is one.</param>
/// <param name="File">The file that it stands in.</param>
/// <param name="Mark">Where it begins.</param>
internal sealed record CiLine(string Text, PlacedFile File, YamlMark Mark);

/// <summary>A job as GitLab would run it: what it extends and the defaults are put in.</summary>
internal sealed class CiJob
{
    private readonly PlacedNode _merged;
    private readonly Func<string, PlacedNode?> _default;

    /// <param name="name">Its name.</param>
    /// <param name="written">What the job itself says.</param>
    /// <param name="merged">With what it extends below.</param>
    /// <param name="ofDefault">The value of a key below <c>default:</c>, or of the old global keys.</param>
    /// <param name="flatten">The lines of a script, with what <c>!reference</c> names.</param>
    public CiJob(string name, PlacedNode written, PlacedNode merged, Func<string, PlacedNode?> ofDefault, Func<PlacedNode?, IEnumerable<CiLine>> flatten)
    {
        (Name, Written, _merged, _default) = (name, written, merged, ofDefault);
        BeforeScript = [.. flatten(Find("before_script"))];
        Script = [.. BeforeScript, .. flatten(Find("script"))];
        AfterScript = [.. flatten(Find("after_script"))];
        Deploys = Script.Concat(AfterScript).Where(static line => DeployWords.Changes(line.Text)).ToList();
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What the job itself says: its place is the job's.</summary>
    public PlacedNode Written { get; }

    /// <summary>GitHub's <c>on:</c>, what starts the job; null on GitLab.</summary>
    public PlacedNode? On { get; init; }

    /// <summary>True when the server itself starts its shells with <c>pipefail</c>, as GitHub does for <c>shell: bash</c>.</summary>
    public bool StrictShell { get; init; }

    /// <summary>The actions that it uses, with their versions; none on GitLab.</summary>
    public IReadOnlyList<PlacedNode> Uses { get; init; } = [];

    /// <summary>The lines that run before the script, in its shell.</summary>
    public IReadOnlyList<CiLine> BeforeScript { get; }

    /// <summary>All lines in the job's shell: <c>before_script</c> and <c>script</c>.</summary>
    public IReadOnlyList<CiLine> Script { get; }

    /// <summary>The lines that run after it, in a shell of their own, also when it failed.</summary>
    public IReadOnlyList<CiLine> AfterScript { get; }

    /// <summary>The lines that change a cloud.</summary>
    public IReadOnlyList<CiLine> Deploys { get; }

    /// <summary>True for a job that changes a cloud.</summary>
    public bool IsDeploy => Deploys.Count > 0;

    /// <summary>The stage; <c>test</c> when none is named.</summary>
    public string Stage => Find("stage")?.Text ?? "test";

    /// <summary>Every text that the job holds, scripts, rules and variables alike.</summary>
    public IEnumerable<PlacedNode> Leaves() => _merged.Leaves();

    /// <summary>The value of a key: the job's own, of what it extends, or the default; null when none says it.</summary>
    public PlacedNode? Find(string key) => _merged[key] ?? (Inherits(key) ? _default(key) : null);

    /// <summary>The <c>if</c> conditions of its rules.</summary>
    public IEnumerable<string> Conditions() => Find("rules")?.Items?.Select(static rule => rule["if"]?.Text).OfType<string>() ?? [];

    /// <summary>True when somebody has to press its button.</summary>
    public bool IsManual => Find("when")?.Text == "manual" || (Find("rules")?.Items?.Any(static rule => rule["when"]?.Text == "manual") ?? false);

    private bool Inherits(string key)
    {
        var word = _merged["inherit"]?["default"];
        return word is null || (word.Items is { } only ? only.Any(item => item.Text == key) : word.Text is not ("false" or "False" or "FALSE"));
    }
}
