using Racklight.Deploys.Running.Journal;
using Racklight.State;

namespace Racklight.Deploys.Running.Reports;

/// <summary>Finds a deploy: its own files where it ran here, else what the shared history keeps.</summary>
internal static class StoredResult
{
    /// <summary>The result so far, or null when nobody knows of it.</summary>
    public static async Task<ResultView?> ReadAsync(IDeployStore store, string state, string id, CancellationToken cancellationToken)
    {
        var run = RunDirectory.Of(state, id);
        var deploy = await store.FindAsync(id, cancellationToken);
        if (File.Exists(run.SpecFile))
        {
            var progress = RunProgress.Read(run);
            // A run whose supervisor never began has no journal: the history knows better.
            if (progress.Runner.Pid != 0 || deploy is null) return ResultView.Of(progress.IsAbandoned(RunContext.ThisHost) && progress.Runner.Pid != 0 ? progress.WithoutRunner() : progress);
        }
        if (deploy is null) return null;
        var steps = await store.StepsAsync(id, cancellationToken);
        return new ResultView(
            deploy.Id, deploy.Cloud, deploy.Tool, deploy.What, deploy.State.ToString().ToLowerInvariant(), deploy.Message, deploy.Who, deploy.Host, deploy.Started, deploy.Ended,
            deploy.Release, deploy.Repository, deploy.Commit, deploy.Dirty, deploy.CheckOnly, [.. steps.Select(Of)]);
    }

    private static StepView Of(DeployStepRecord step) => new(
        step.Position, step.Name, null, step.State, step.Attempts, step.ExitCode, step.Started, step.Ended, step.Ended - step.Started is { } span ? Math.Round(span.TotalSeconds, 3) : null, [], null);
}
