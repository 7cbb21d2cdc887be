using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Redaction;
using Racklight.Deploys.Running.Reports;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>
/// Carries out one run in a process of its own, which no terminal and no front end takes down with it. It holds the cloud's lock, writes the
/// journal, and leaves artifacts however the run ends.
/// </summary>
internal static class Supervisor
{
    /// <summary>How often the lock's holder shows that it is still there.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    /// <summary>Runs what is left of a run, whose lock this process holds.</summary>
    /// <returns>How it ended.</returns>
    /// <exception cref="ProblemException">It cannot begin: its disk is full.</exception>
    public static async Task<DeployState> RunAsync(RunDirectory run, SecretsInForce secrets, IDeployStore store, TimeProvider time, StopRequest stop)
    {
        var spec = run.ReadSpec();
        var reserve = new DiskReserve(run.ReserveFile);
        reserve.Take();
        var context = new RunContext(run, spec, store, time, stop, secrets);
        PrivateScratch.Make(spec.Id);
        using var journal = new RunJournalWriter(run, time, reserve);
        var recorder = new RunRecorder(context, journal);
        await EndLeftoverAsync(recorder, context);
        recorder.Add(JournalEvent.Begun, entry => entry with { Process = ProcessIdentity.Current.ToString(), Host = RunContext.ThisHost });
        await recorder.SaveAsync();
        using var ended = new CancellationTokenSource();
        var renewing = RenewAsync(context, ended.Token);
        try
        {
            secrets.Refresh();
            await Artifacts.BeginAsync(context);
            var (state, message) = await new RunEngine(context, recorder).RunAsync();
            await EndAsync(context, recorder, reserve, state, message);
            return state;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProblemException)
        {
            await EndAsync(context, recorder, reserve, DeployState.Failed, e.Message);
            return DeployState.Failed;
        }
        finally
        {
            await ended.CancelAsync();
            await renewing;
            PrivateScratch.Remove(spec.Id);
            reserve.Release();
        }
    }

    private static async Task EndAsync(RunContext context, RunRecorder recorder, DiskReserve reserve, DeployState state, string? message)
    {
        // From here on every byte counts: what was held in reserve is for this.
        reserve.Release();
        var last = new JournalEntry(context.Time.GetUtcNow(), JournalEvent.Ended) { State = state.ToString().ToLowerInvariant(), Message = message };
        try
        {
            await Artifacts.EndAsync(context.Run, recorder.Progress.With(last));
        }
        catch (IOException e)
        {
            recorder.Note($"the artifacts are not whole: {e.Message}");
        }
        // The lock goes before the last entry comes: whoever waits for that entry may start the next deploy.
        if (state is not DeployState.Waiting) await ReleaseLockAsync(context, recorder);
        recorder.Add(JournalEvent.Ended, entry => entry with { State = last.State, Message = message });
        await recorder.SaveAsync();
    }

    private static async Task ReleaseLockAsync(RunContext context, RunRecorder recorder)
    {
        try
        {
            await context.Store.ReleaseLockAsync(context.Spec.Cloud, context.Spec.Id, CancellationToken.None);
        }
        catch (ProblemException e)
        {
            recorder.Note($"the lock of {context.Spec.Cloud} could not be given back: {e.Message}; racklight deploy lock --cloud {context.Spec.Cloud} --break {context.Spec.Id}");
        }
    }

    /// <summary>A killed runner's step is ended by its guard; whoever takes the run up makes sure before it starts the step again.</summary>
    private static async Task EndLeftoverAsync(RunRecorder recorder, RunContext context)
    {
        if (recorder.Progress.Current is not { } step || recorder.Progress.Host != RunContext.ThisHost || step.Process.Pid == 0) return;
        // Another process may have that pid by now: then the group is not ours to end.
        if (ProcessIdentity.Of(step.Process.Pid) is { } now && now != step.Process) return;
        await GroupEnd.EndAsync(step.Process.Pid, context.Spec.Grace, context.Time, said => recorder.Note("left by a killed runner: " + said, step.Step.Name), context.Stop.Hurry);
    }

    private static async Task RenewAsync(RunContext context, CancellationToken ended)
    {
        var spec = context.Spec;
        using var timer = new PeriodicTimer(RenewEvery, context.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                try
                {
                    if (await context.Store.RenewLockAsync(spec.Cloud, spec.Id, ProcessIdentity.Current.ToString(), context.Time.GetUtcNow(), ended)) continue;
                    context.Stop.Fail($"somebody broke its lock on {spec.Cloud}");
                    return;
                }
                catch (ProblemException)
                {
                    // A store that is away for a while does not end a deploy; the next tick asks again.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
    }
}
