using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>One deploy a cloud at a time. The lock lies in the store, so it holds between machines that share a database.</summary>
internal sealed class CloudLock(IDeployStore store, string state, TimeProvider time)
{
    /// <summary>Takes a cloud for a new deploy.</summary>
    /// <exception cref="ProblemException">Another deploy holds it: who, since when, and what to do.</exception>
    public async Task TakeAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = new DeployLock(spec.Cloud, spec.Id, spec.Who, RunContext.ThisHost, ProcessIdentity.Current.ToString(), now, now);
        if (await store.TakeLockAsync(wanted, cancellationToken) is not { } holder) return;
        // It passes to this process before it is given back: a supervisor that takes it up just now must see that it came too late.
        if (await IsOverAsync(holder, cancellationToken) && await store.PassLockAsync(holder, RunContext.ThisHost, ProcessIdentity.Current.ToString(), now, cancellationToken))
        {
            await store.ReleaseLockAsync(holder.Cloud, holder.Deploy, cancellationToken);
            if (await store.TakeLockAsync(wanted, cancellationToken) is not { } other) return;
            holder = other;
        }
        throw Held(holder);
    }

    /// <summary>Takes the lock over for a deploy that is resumed, or that another process of this program has taken for it.</summary>
    /// <param name="spec">The deploy.</param>
    /// <param name="from">The process that gives it; null: one that is no more.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">Another deploy holds it, or this one is being run.</exception>
    public async Task TakeOverAsync(RunSpec spec, ProcessIdentity? from, CancellationToken cancellationToken)
    {
        if (await store.FindLockAsync(spec.Cloud, cancellationToken) is not { } holder || (holder.Deploy != spec.Id && await IsOverAsync(holder, cancellationToken)))
        {
            await TakeAsync(spec, cancellationToken);
            return;
        }
        if (holder.Deploy != spec.Id) throw Held(holder);
        var process = ProcessIdentity.Parse(holder.Process);
        if (process == ProcessIdentity.Current) return;
        if (process != from && holder.Host == RunContext.ThisHost && process.IsAlive) throw new ProblemException($"deploy {spec.Id} is being run by process {process.Pid}", $"racklight deploy attach {spec.Id}", ExitCodes.NotSo);
        if (!await store.PassLockAsync(holder, RunContext.ThisHost, ProcessIdentity.Current.ToString(), time.GetUtcNow(), cancellationToken)) throw Held(holder);
    }

    /// <summary>
    /// True when the holder's own machine is this one and nothing is under way: the deploy has ended and its runner was killed before it could give the lock
    /// back, or it never began, since what started it was killed before its supervisor ran.
    /// </summary>
    private async Task<bool> IsOverAsync(DeployLock holder, CancellationToken cancellationToken)
    {
        if (holder.Host != RunContext.ThisHost || ProcessIdentity.Parse(holder.Process).IsAlive) return false;
        var run = RunDirectory.Of(state, holder.Deploy);
        // One that the history knows and this directory does not was started from another: what it did cannot be told here.
        if (!File.Exists(run.SpecFile)) return await store.FindAsync(holder.Deploy, cancellationToken) is null;
        var progress = RunProgress.Read(run);
        return !progress.HasBegun || progress.State is DeployState.Succeeded or DeployState.Failed or DeployState.Cancelled;
    }

    /// <summary>Says who holds a cloud.</summary>
    public ProblemException Held(DeployLock holder)
    {
        var age = Spans.Show(time.GetUtcNow() - holder.Taken);
        var silence = time.GetUtcNow() - holder.Renewed;
        var here = holder.Host == RunContext.ThisHost;
        var isGone = here ? !ProcessIdentity.Parse(holder.Process).IsAlive : silence > TimeSpan.FromMinutes(5);
        var message = $"{holder.Cloud} is held by deploy {holder.Deploy}, which {holder.Who} started on {holder.Host} {age} ago";
        var breaking = $"racklight deploy lock --cloud {holder.Cloud} --break {holder.Deploy}";
        if (isGone && here && File.Exists(RunDirectory.Of(state, holder.Deploy).SpecFile) && RunProgress.Read(RunDirectory.Of(state, holder.Deploy)) is { State: DeployState.Waiting } waiting)
            return new ProblemException($"{message}; it waits: {waiting.Message}", $"racklight deploy resume {holder.Deploy}, or give it up: {breaking}", ExitCodes.NotSo);
        return isGone
            ? new ProblemException($"{message}; nobody runs it now (last heard of {Spans.Show(silence)} ago)", $"racklight deploy resume {holder.Deploy}{(here ? "" : " on " + holder.Host)}, or give it up: {breaking}", ExitCodes.NotSo)
            : new ProblemException(message, $"racklight deploy attach {holder.Deploy}{(here ? "" : " on " + holder.Host)} shows it; wait for its end", ExitCodes.NotSo);
    }
}
