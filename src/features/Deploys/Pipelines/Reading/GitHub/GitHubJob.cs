using System.Text.RegularExpressions;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Pipelines.Reading.GitHub;

/// <summary>A job that calls a workflow.</summary>
/// <param name="Name">Its name, with that of the jobs that called its own workflow.</param>
/// <param name="Job">What it says.</param>
/// <param name="Workflow">The workflow that it stands in.</param>
/// <param name="Outer">The job that calls that one, or null.</param>
internal sealed record GitHubCaller(string Name, PlacedNode Job, PlacedNode Workflow, GitHubCaller? Outer);

/// <summary>
/// A job of a workflow, told in the words that the rules ask in, which are GitLab's: <c>concurrency</c> is a <c>resource_group</c>, steps that always
/// run are an <c>after_script</c>, an upload is the <c>artifacts</c>. Every value keeps the place where the workflow says it.
/// </summary>
internal sealed partial class GitHubJob
{
    private readonly PlacedNode _workflow;
    private readonly PlacedNode _written;
    private readonly GitHubCaller? _caller;
    private readonly IReadOnlyList<PlacedNode> _steps;

    /// <param name="workflow">The workflow that it stands in.</param>
    /// <param name="written">The job.</param>
    /// <param name="caller">The job that calls that workflow, or null.</param>
    /// <param name="composite">The steps of an action of the repository.</param>
    public GitHubJob(PlacedNode workflow, PlacedNode written, GitHubCaller? caller, Func<PlacedNode, IReadOnlyList<PlacedNode>?> composite)
    {
        (_workflow, _written, _caller) = (workflow, written, caller);
        _steps = [.. Flat(written["steps"]?.Items ?? [], composite, levels: 10)];
    }

    /// <summary>The job as the rules look at it.</summary>
    public CiJob Job(string name, PlacedNode? on)
    {
        var keys = new Dictionary<string, PlacedNode>(StringComparer.Ordinal);
        void Set(string key, PlacedNode? value)
        {
            if (value is not null) keys[key] = value;
        }

        Set("script", PlacedNode.List(Runs(always: false), _written));
        Set("after_script", PlacedNode.List(Runs(always: true), _written));
        Set("variables", Variables());
        Set("tags", Labels());
        Set("image", _written["container"] is { } container ? container["image"] ?? container : null);
        Set("environment", _written["environment"]);
        Set("allow_failure", _written["continue-on-error"] ?? _steps.FirstOrDefault(static step => step["continue-on-error"]?.Text == "true" && Lines(step["run"]).Any(static line => DeployWords.Changes(line.Text)))?["continue-on-error"]);
        Set("timeout", _written["timeout-minutes"]);
        Set("needs", Needs());
        Set("artifacts", Artifacts());
        Set("rules", Conditions());
        // The lock of whoever calls holds for what is called.
        var concurrency = Callers().SelectMany(static caller => new[] { caller.Job["concurrency"], caller.Workflow["concurrency"] }).Prepend(_workflow["concurrency"]).Prepend(_written["concurrency"]).FirstOrDefault(static said => said is not null);
        Set("resource_group", concurrency?["group"] ?? (concurrency?.Text is null ? null : concurrency));
        // GitHub ends no job for a newer one by itself.
        Set("interruptible", concurrency?["cancel-in-progress"] is { Text: not "false" } cancels ? PlacedNode.Said("true", cancels) : PlacedNode.Said("false", _written));
        return new CiJob(name, _written, PlacedNode.Mapping(keys, _written), static _ => null, static script => script?.Items?.SelectMany(Lines) ?? [])
        {
            On = on,
            StrictShell = Strict(),
            Uses = [.. _steps.Select(static step => step["uses"]).Prepend(_written["uses"]).OfType<PlacedNode>().Where(static uses => uses.Text is not null)],
        };
    }

    private static IEnumerable<CiLine> Lines(PlacedNode? script) => script?.Text is null ? [] : ScriptLines.Of(script);

    private static IEnumerable<PlacedNode> Flat(IReadOnlyList<PlacedNode> steps, Func<PlacedNode, IReadOnlyList<PlacedNode>?> composite, int levels)
    {
        foreach (var step in steps)
        {
            yield return step;
            if (levels == 0 || step["uses"] is not { Text: { } named } uses || !named.StartsWith("./", StringComparison.Ordinal)) continue;
            foreach (var inner in Flat(composite(uses) ?? [], composite, levels - 1)) yield return inner;
        }
    }

    private IEnumerable<PlacedNode> Runs(bool always) => _steps.Where(step => Always(step) == always).SelectMany(Scripts);

    /// <summary>What a step runs: its own script, one that it has an action run on another host, or the playbook that an action is named after.</summary>
    private static IEnumerable<PlacedNode> Scripts(PlacedNode step)
    {
        foreach (var script in new[] { step["run"], step["with"]?["script"], step["with"]?["command"] }.Where(static script => script?.Text is not null)) yield return script!;
        if (step["uses"]?.Text?.Contains("ansible-playbook", StringComparison.Ordinal) == true && step["with"]?["playbook"] is { Text: { } playbook } named)
        {
            yield return PlacedNode.Said($"ansible-playbook {playbook} {step["with"]?["options"]?.Text?.ReplaceLineEndings(" ")}", named);
        }
    }

    private static bool Always(PlacedNode step) => step["if"]?.Text is { } condition && Whatever().IsMatch(condition);

    private PlacedNode? Variables()
    {
        PlacedNode? all = null;
        foreach (var env in _steps.Select(static step => step["env"]).Prepend(_written["env"]).OfType<PlacedNode>().Where(static env => env.Map is not null)) all = PlacedNode.Over(env, all);
        return all;
    }

    /// <summary>What binds the job to a machine: <c>self-hosted</c> alone is any of the organisation's own.</summary>
    private PlacedNode? Labels()
    {
        var runsOn = _written["runs-on"];
        var labels = (runsOn?["labels"] ?? runsOn)?.Texts().ToList() ?? [];
        return runsOn?["group"] is null && labels is [] or ["self-hosted"] ? null : runsOn;
    }

    private IEnumerable<GitHubCaller> Callers()
    {
        for (var caller = _caller; caller is not null; caller = caller.Outer) yield return caller;
    }

    private PlacedNode? Needs()
    {
        IEnumerable<PlacedNode> Of(PlacedNode? needs, string? prefix) => (needs?.Items ?? (needs is null ? [] : [needs])).Where(static need => need.Text is not null).Select(need => prefix is null ? need : PlacedNode.Said($"{prefix} / {need.Text}", need));
        // A called workflow begins when what its caller needs is done.
        var all = Of(_written["needs"], _caller?.Name).Concat(Callers().SelectMany(caller => Of(caller.Job["needs"], caller.Outer?.Name))).ToList();
        return all.Count > 0 ? PlacedNode.List(all, _written) : null;
    }

    private PlacedNode? Conditions()
    {
        var conditions = Callers().Select(static caller => caller.Job["if"]).Prepend(_written["if"]).OfType<PlacedNode>().Select(static condition => PlacedNode.Mapping(new Dictionary<string, PlacedNode> { ["if"] = condition }, condition)).ToList();
        return conditions.Count > 0 ? PlacedNode.List(conditions, conditions[0]) : null;
    }

    /// <summary>The upload that keeps most: one that always runs, else the first.</summary>
    private PlacedNode? Artifacts()
    {
        var uploads = _steps.Where(static step => step["uses"]?.Text?.Contains("upload-artifact@", StringComparison.Ordinal) == true).ToList();
        if ((uploads.Find(Always) ?? uploads.FirstOrDefault()) is not { } upload) return null;
        var at = upload["if"] ?? upload["uses"]!;
        var said = new Dictionary<string, PlacedNode>(StringComparer.Ordinal)
        {
            ["when"] = PlacedNode.Said(Always(upload) ? "always" : upload["if"]?.Text?.Contains("failure()", StringComparison.Ordinal) == true ? "on_failure" : "on_success", at),
            // Who may read artifacts is whoever may read the repository: nothing in the file says it.
            ["access"] = PlacedNode.Said("developer", at),
        };
        if (upload["with"]?["retention-days"] is { Text: { } days } kept && days.All(char.IsAsciiDigit)) said["expire_in"] = PlacedNode.Said(days + " days", kept);
        if (upload["with"]?["path"] is { } paths) said["paths"] = paths;
        return PlacedNode.Mapping(said, upload["uses"]!);
    }

    /// <summary>True when every step that changes a cloud or pipes is run by <c>shell: bash</c>, or sets pipefail itself: each has a shell of its own.</summary>
    private bool Strict()
    {
        var usual = (_written["defaults"] ?? _workflow["defaults"])?["run"]?["shell"]?.Text;
        foreach (var step in _steps)
        {
            var lines = Lines(step["run"]).ToList();
            if (!lines.Exists(static line => DeployWords.Changes(line.Text) || line.Text.Contains(" | ", StringComparison.Ordinal))) continue;
            if ((step["shell"]?.Text ?? usual) is { } shell && (shell == "bash" || shell.Contains("pipefail", StringComparison.Ordinal))) continue;
            if (!lines.Exists(static line => line.Text.StartsWith("set ", StringComparison.Ordinal) && line.Text.Contains("pipefail", StringComparison.Ordinal))) return false;
        }
        return true;
    }

    [GeneratedRegex(@"\balways\s*\(\s*\)|!\s*cancelled\s*\(\s*\)")]
    private static partial Regex Whatever();
}
