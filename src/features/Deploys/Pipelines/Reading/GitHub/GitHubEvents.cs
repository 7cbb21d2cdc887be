using System.Text.RegularExpressions;
using Racklight.Deploys.Reading;

namespace Racklight.Deploys.Pipelines.Reading.GitHub;

/// <summary>What starts a job, as far as <c>on:</c> and <c>if:</c> tell.</summary>
internal static partial class GitHubEvents
{
    /// <summary>True when it runs for pull requests.</summary>
    public static bool RunsForPullRequests(CiJob job)
        => !job.Conditions().Any(static condition => OneRef().IsMatch(condition)) && Of(job).Any(static name => name is "pull_request" or "pull_request_target" or "merge_group");

    /// <summary>True when no branch but named ones can start it: by its condition, or because each event that starts it is bound to one.</summary>
    public static bool Bound(CiJob job)
    {
        if (job.Conditions().Any(static condition => OneRef().IsMatch(condition))) return true;
        var events = Of(job);
        return events.Count > 0 && events.All(name => name switch
        {
            // These run what the default branch holds; a called workflow runs where its caller does.
            "schedule" or "repository_dispatch" or "workflow_run" or "workflow_call" => true,
            "push" => job.On?["push"]?["branches"]?.Texts().ToList() is { Count: > 0 } branches && !branches.Exists(static branch => branch is "*" or "**"),
            _ => false,
        });
    }

    private static List<string> Of(CiJob job)
    {
        var names = (job.On?.Map?.Keys ?? job.On?.Texts() ?? []).ToList();
        foreach (var condition in job.Conditions())
        {
            var only = EventIs().Matches(condition).Select(static match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            if (only.Count > 0) names.RemoveAll(name => !only.Contains(name));
            foreach (Match not in EventIsNot().Matches(condition)) names.Remove(not.Groups[1].Value);
        }
        return names;
    }

    [GeneratedRegex(@"github\.ref(_name)?\s*==\s*('[^']+'|format\()|==\s*github\.event\.repository\.default_branch|github\.ref_protected(\s*==\s*true)?(?!\s*[=!])")]
    private static partial Regex OneRef();

    [GeneratedRegex(@"github\.event_name\s*==\s*'([^']+)'")]
    private static partial Regex EventIs();

    [GeneratedRegex(@"github\.event_name\s*!=\s*'([^']+)'")]
    private static partial Regex EventIsNot();
}
