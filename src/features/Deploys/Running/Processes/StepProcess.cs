using Racklight.App;

namespace Racklight.Deploys.Running.Processes;

/// <summary>How a step's process ended.</summary>
internal enum StepEnd
{
    /// <summary>By itself; its exit code tells how.</summary>
    Exited,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>It was asked to end.</summary>
    Cancelled,
}

/// <summary>What came of a step's process.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ExitCode">Its exit code; 128+N when signal N ended it.</param>
internal sealed record StepOutcome(StepEnd End, int ExitCode);

/// <summary>Runs one step's command as a process group of its own, guarded, and ends it as a whole.</summary>
internal static class StepProcess
{
    /// <summary>How long output may still come after the command itself has ended: what a daemon holds open must not hold up the run.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(5);

    /// <summary>Runs a command to its end.</summary>
    /// <param name="spec">The command.</param>
    /// <param name="limit">How long it may take; null: as long as it wants.</param>
    /// <param name="stop">How it is asked to end.</param>
    /// <param name="time">The clock.</param>
    /// <param name="started">Told its process, which is the group's leader.</param>
    /// <param name="say">Told what is done to it.</param>
    /// <exception cref="ProblemException">It cannot be started.</exception>
    public static async Task<StepOutcome> RunAsync(ProcessSpec spec, TimeSpan? limit, StopRequest stop, TimeProvider time, Action<ProcessIdentity> started, Action<string> say)
    {
        if (spec.Directory is { } directory && !Directory.Exists(directory))
            throw new ProblemException($"{spec.Program} cannot be run: the directory {directory} does not exist", null, ExitCodes.Outside);
        if (ProgramPath.Find(spec) is null)
            throw new ProblemException($"{spec.Program} is not installed", InstallHint.For(spec.Program) ?? "--venv DIR names the virtual environment that it is in", ExitCodes.Outside);
        // setsid(1) execs in its own place when it leads no group, and what .NET starts never does: the pid stays the same. Without a terminal nothing can wait for an answer.
        // Whoever started us with SIGINT ignored, as shells do with background jobs, must not make Ansible deaf to it: env(1) puts that right.
        using var process = ProcessRunner.Start(spec with { Program = "setsid", Arguments = ["env", "--default-signal=INT,TERM,HUP,PIPE", spec.Program, .. spec.Arguments] });
        using var guard = new StepGuard(process.Id, stop.Grace);
        process.StandardInput.Close();
        started(ProcessIdentity.Of(process.Id) ?? new ProcessIdentity(process.Id, "0"));
        var output = Task.WhenAll(
            BoundedLines.ReadAsync(process.StandardOutput, line => spec.OnOutput?.Invoke(line)),
            BoundedLines.ReadAsync(process.StandardError, line => spec.OnError?.Invoke(line)));
        var exited = process.WaitForExitAsync(CancellationToken.None);
        var end = StepEnd.Exited;
        using (var ticking = CancellationTokenSource.CreateLinkedTokenSource(stop.Gently))
        {
            var wait = Task.Delay(limit ?? Timeout.InfiniteTimeSpan, time, ticking.Token);
            if (await Task.WhenAny(exited, wait) != exited)
            {
                end = stop.Gently.IsCancellationRequested ? StepEnd.Cancelled : StepEnd.TimedOut;
                await GroupEnd.EndAsync(process.Id, stop.Grace, time, say, stop.Hurry);
                await exited;
            }
            await ticking.CancelAsync();
        }
        // Nothing of a step may go on beside the next one.
        if (ProcessGroup.IsAlive(process.Id)) await GroupEnd.EndAsync(process.Id, stop.Grace, time, say, stop.Hurry);
        await Task.WhenAny(output, Task.Delay(OutputGrace, time));
        return new StepOutcome(end, process.ExitCode);
    }
}
