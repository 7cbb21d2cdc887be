using Racklight.Yaml;

namespace Racklight.Deploys.Running.Tools;

/// <summary>Turns what is asked of a tool into the commands of the release that is there.</summary>
internal static class ToolSteps
{
    /// <summary>The steps, one an action.</summary>
    /// <exception cref="ProblemException">An action or option that this release does not have.</exception>
    public static IReadOnlyList<RunStep> Of(ToolRequest request)
    {
        var tool = ToolBook.Get(request.Tool);
        if (tool.IndexOf(request.Release) < 0) throw new ProblemException($"--release {request.Release}: no release of {request.Tool} is called so", Nearest(request.Release, tool.Series));
        if ((request.Check || request.Diff) && !tool.IsFrom(request.Release, tool.Check)) throw new ProblemException($"{tool.Program} of {request.Release} has no --check and no --diff; they came with {tool.Check}");
        var names = new HashSet<string>(StringComparer.Ordinal);
        return [.. request.Actions.Select(word => Step(tool, request, word, names))];
    }

    /// <summary>True when these actions make the committed configuration the deployed one, on all hosts.</summary>
    public static bool IsWhole(ToolRequest request)
        => request is { Limit: null, Tags: null, SkipTags: null, Check: false }
            && ToolBook.Get(request.Tool).Whole.Any(set => set.Split(' ').All(request.Actions.Contains));

    private static RunStep Step(ToolFile tool, ToolRequest request, string word, HashSet<string> names)
    {
        var (name, value) = word.Split('=', 2) is [var before, var after] ? (before, after) : (word, null);
        var action = Find(tool, request, name, value);
        var step = name;
        for (var again = 2; !names.Add(step); again++) step = $"{name}-{again}";
        return new RunStep
        {
            Name = step,
            Title = action.Title,
            Command = request.Tool == "kolla" ? KollaCommand.Of(tool, request, name, action, value) : OsaCommand.Of(tool, request, name, action),
            Directory = request.Tool == "osa" ? OsaCommand.Directory(tool, request) : null,
            Environment = tool.ConfigVariable is { } variable ? new Dictionary<string, string> { [variable] = request.Config } : [],
            Repeatable = !action.Once,
        };
    }

    private static ToolAction Find(ToolFile tool, ToolRequest request, string name, string? value)
    {
        if (!tool.Actions.TryGetValue(name, out var action)) throw new ProblemException($"{tool.Program} has no action `{name}`", Nearest(name, tool.Actions.Keys));
        if (action.Since is { } since && !tool.IsFrom(request.Release, since)) throw new ProblemException($"{tool.Program} of {request.Release} has no `{name}`; it came with {since}");
        if (action.Until is { } until && tool.IndexOf(request.Release) > tool.IndexOf(until)) throw new ProblemException($"{tool.Program} of {request.Release} has no `{name}`; {until} was the last that had it");
        if (action.Value is { } wanted && value is null) throw new ProblemException($"`{name}` needs a value", $"{name}={wanted}");
        if (action.Value is null && value is not null) throw new ProblemException($"`{name}` takes no value");
        if (action.Stops && !request.Confirmed) throw new ProblemException($"`{name}` stops services that users work with: {action.Title}", "add --yes when that is meant");
        return action;
    }

    private static string Nearest(string word, IEnumerable<string> known)
        => NearestWord.Of(word, known) is { } meant ? $"did you mean {meant}?" : string.Join(", ", known);
}
