namespace Racklight.Deploys.Running.Tools;

/// <summary>A command line of kolla-ansible: <c>kolla-ansible deploy -i multinode</c> since 2024.2, the options first before.</summary>
internal static class KollaCommand
{
    /// <summary>The command of an action.</summary>
    public static IReadOnlyList<string> Of(ToolFile tool, ToolRequest request, string name, ToolAction action, string? value)
    {
        List<string> options = [];
        if (!action.Local)
        {
            foreach (var inventory in request.Inventories) options.AddRange(["-i", inventory]);
        }
        options.AddRange(["--configdir", request.Config]);
        // install-deps fetches collections and touches no host.
        if (!action.Local)
        {
            if (request.Limit is not null) options.AddRange(["--limit", request.Limit]);
            if (request.Tags is not null) options.AddRange(["--tags", request.Tags]);
            if (request.SkipTags is not null) options.AddRange(["--skip-tags", request.SkipTags]);
            if (request.Check) options.Add("--check");
            if (request.Diff) options.Add("--diff");
        }
        options.AddRange(action.Arguments ?? []);
        options.AddRange(request.Extra);
        List<string> command = [NameIn(tool, request.Release, name, action)];
        if (value is not null) command.Add(value);
        var commandFirst = tool.IsFrom(request.Release, tool.CommandFirst!);
        return [request.Program ?? tool.Program, .. commandFirst ? command.Concat(options) : options.Concat(command)];
    }

    private static string NameIn(ToolFile tool, string release, string name, ToolAction action)
    {
        foreach (var (first, old) in action.Before ?? [])
        {
            if (!tool.IsFrom(release, first)) return old;
        }
        return name;
    }
}
