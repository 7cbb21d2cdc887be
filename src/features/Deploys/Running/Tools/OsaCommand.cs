namespace Racklight.Deploys.Running.Tools;

/// <summary>A command line of openstack-ansible: playbooks of the collection since 2025.1, files of the checkout before.</summary>
internal static class OsaCommand
{
    /// <summary>The command of an action.</summary>
    public static IReadOnlyList<string> Of(ToolFile tool, ToolRequest request, string name, ToolAction action)
    {
        var collected = tool.IsFrom(request.Release, tool.Collection!);
        var playbook = action.Own is { } own ? Path.Combine(request.Playbooks, own) : collected
            ? action.Collected ?? "openstack.osa." + (action.Playbook ?? name).Replace('-', '_')
            : (action.Playbook ?? name) + ".yml";
        List<string> command = [request.Program ?? tool.Program, playbook];
        // The wrapper brings its own dynamic inventory; others come on top.
        foreach (var inventory in request.Inventories) command.AddRange(["-i", inventory]);
        if (request.Limit is not null) command.AddRange(["--limit", request.Limit]);
        if (request.Tags is not null) command.AddRange(["--tags", request.Tags]);
        if (request.SkipTags is not null) command.AddRange(["--skip-tags", request.SkipTags]);
        if (request.Check) command.Add("--check");
        if (request.Diff) command.Add("--diff");
        var before = action.ArgumentsBefore?.FirstOrDefault(entry => !tool.IsFrom(request.Release, entry.Key)).Value;
        command.AddRange(before ?? action.Arguments ?? []);
        command.AddRange(request.Extra);
        return command;
    }

    /// <summary>Where playbooks are found by their file names.</summary>
    public static string? Directory(ToolFile tool, ToolRequest request)
        => Path.Combine(request.Checkout ?? tool.Checkout!, "playbooks") is var playbooks && System.IO.Directory.Exists(playbooks) ? playbooks : null;
}
