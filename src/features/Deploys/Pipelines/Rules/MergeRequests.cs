using Racklight.Deploys.Reading;
using Racklight.Deploys.Pipelines.Reading;
using Racklight.Deploys.Pipelines.Reading.GitHub;

namespace Racklight.Deploys.Pipelines.Rules;

/// <summary>Whether a job runs in the pipeline of a merge request.</summary>
internal static class MergeRequests
{
    /// <summary>
    /// True when its rules name merge requests, or when it has none and the workflow does: a job without rules runs in every
    /// pipeline that the workflow makes, and without a workflow there is none for merge requests, unless a rule of a job asks for nothing.
    /// </summary>
    public static bool Runs(CiJob job, CiPipeline pipeline)
    {
        if (pipeline.Server == CiServer.GitHub) return GitHubEvents.RunsForPullRequests(job);
        if (job.Find("rules") is { Items: { } rules }) return rules.Any(Allows) || (rules.Any(static rule => rule["if"] is null && rule["when"]?.Text != "never") && (pipeline.Root?["workflow"]?["rules"] is null || OfWorkflow(pipeline)));
        if (job.Find("only") is { } only) return only.Texts().Concat(only["refs"]?.Texts() ?? []).Contains("merge_requests");
        return OfWorkflow(pipeline);
    }

    private static bool OfWorkflow(CiPipeline pipeline) => pipeline.Root?["workflow"]?["rules"]?.Items?.Any(static rule => Allows(rule) || (rule["if"] is null && rule["when"]?.Text != "never")) ?? false;

    private static bool Allows(PlacedNode rule) => rule["when"]?.Text != "never" && rule["if"]?.Text is { } condition
        && (condition.Contains("merge_request_event", StringComparison.Ordinal) || condition.Contains("$CI_MERGE_REQUEST_", StringComparison.Ordinal));
}
