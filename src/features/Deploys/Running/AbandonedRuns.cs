using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Reports;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>Finds runs whose runner was killed, or that never got one: tells the history, and makes the artifacts that it could not make any more.</summary>
internal static class AbandonedRuns
{
    /// <summary>Looks at what the history takes for running on this machine.</summary>
    /// <returns>The runs that can be resumed.</returns>
    public static async Task<IReadOnlyList<RunProgress>> SweepAsync(string state, IDeployStore store, CancellationToken cancellationToken)
    {
        var abandoned = new List<RunProgress>();
        foreach (var record in await store.ListAsync(null, 200, cancellationToken))
        {
            if (record.State != DeployState.Running || record.Host != RunContext.ThisHost) continue;
            var run = RunDirectory.Of(state, record.Id);
            if (!File.Exists(run.SpecFile)) continue;
            var progress = RunProgress.Read(run);
            if (!progress.HasBegun)
            {
                if (await IsBeingStartedAsync(record, store, cancellationToken)) continue;
                progress = progress.Stillborn();
            }
            else if (progress.IsAbandoned(RunContext.ThisHost))
            {
                progress = progress.WithoutRunner();
            }
            if (progress.State == DeployState.Running) continue;
            await store.SaveAsync(RunRecorder.RecordOf(run, progress), RunRecorder.StepsOf(progress), cancellationToken);
            await Artifacts.EndAsync(run, progress);
            PrivateScratch.Remove(record.Id);
            if (progress.State == DeployState.Interrupted) abandoned.Add(progress);
        }
        return abandoned;
    }

    /// <summary>True while the process that took the lock for it is there: its supervisor comes any moment.</summary>
    private static async Task<bool> IsBeingStartedAsync(DeployRecord record, IDeployStore store, CancellationToken cancellationToken)
        => await store.FindLockAsync(record.Cloud, cancellationToken) is { } holder && holder.Deploy == record.Id && ProcessIdentity.Parse(holder.Process).IsAlive;
}
