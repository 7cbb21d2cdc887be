using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Logs;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Windows;
using Racklight.State;

namespace Racklight.Deploys.Running;

/// <summary>
/// Carries out a run step by step. The journal knows of each step before it begins and after it ended, so whatever kills the runner, the next
/// one goes on where it was: with the step that was under way.
/// </summary>
internal sealed class RunEngine(RunContext context, RunRecorder recorder)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(10);
    private readonly TimeProvider _time = context.Time;
    private readonly DateTimeOffset? _deadline = context.Spec.RunLimit is { } limit ? context.Time.GetUtcNow() + limit : null;

    /// <summary>Runs what is left of the run.</summary>
    /// <returns>How the run ended, and why.</returns>
    public async Task<(DeployState State, string? Message)> RunAsync()
    {
        if (!await EnterWindowAsync()) return Stopped();
        foreach (var step in context.Spec.Steps)
        {
            if (Progress(step).IsDone) continue;
            if (context.Stop.Gently.IsCancellationRequested) return Stopped();
            if (WindowClosed() is { } closed) return (DeployState.Waiting, closed);
            if (step.IsManual) return await WaitForPersonAsync(step);
            if (Progress(step) is { State: StepState.Interrupted } && !step.Repeatable) return (DeployState.Waiting, $"{step.Name} was under way when its runner was killed, and must not be run twice unseen: look what it did, then resume with --done {step.Name} or --again {step.Name}");
            var state = await RunStepAsync(step);
            if (state == StepState.Cancelled || context.Stop.Gently.IsCancellationRequested) return Stopped();
            if (state != StepState.Succeeded) return (DeployState.Failed, $"{step.Name}: {Progress(step).Message}");
        }
        return (DeployState.Succeeded, null);
    }

    private StepProgress Progress(RunStep step) => recorder.Progress.Steps.First(progress => progress.Step.Name == step.Name);

    private (DeployState State, string? Message) Stopped() => (context.Stop.IsFault ? DeployState.Failed : DeployState.Cancelled, context.Stop.Reason);

    private async Task<StepState> RunStepAsync(RunStep step)
    {
        for (var tries = 0; ; tries++)
        {
            var state = await TryStepAsync(step);
            await recorder.SaveAsync();
            if (state != StepState.Failed || tries >= context.Spec.Retries || context.Stop.Gently.IsCancellationRequested || _time.GetUtcNow() >= _deadline) return state;
            recorder.Note($"{step.Name} is tried again in {RetryPause.TotalSeconds:0} s ({tries + 1} of {context.Spec.Retries})", step.Name);
            await Task.WhenAny(Task.Delay(RetryPause, _time, context.Stop.Gently));
            if (context.Stop.Gently.IsCancellationRequested) return StepState.Cancelled;
        }
    }

    private async Task<StepState> TryStepAsync(RunStep step)
    {
        // Read before the step counts as begun: a file that cannot be opened ends the run here, and nothing has been run unseen.
        context.Secrets.Refresh();
        recorder.Add(JournalEvent.StepStarting, entry => entry with { Step = step.Name });
        await recorder.SaveAsync();
        using var log = new StepLog(context.Run.LogOf(context.Spec, step.Name), context.Secrets.Automaton, _time, LogFailed);
        log.Say($"attempt {Progress(step).Attempts}: {string.Join(' ', step.Command)}");
        var (state, exitCode, message) = await ExecuteAsync(step, log);
        log.End(message ?? "succeeded");
        recorder.Add(JournalEvent.StepEnded, entry => entry with { Step = step.Name, State = state.ToString().ToLowerInvariant(), ExitCode = exitCode, Message = message });
        return state;
    }

    private async Task<(StepState State, int? ExitCode, string? Message)> ExecuteAsync(RunStep step, StepLog log)
    {
        var limit = LimitOf(step);
        try
        {
            var outcome = await StepProcess.RunAsync(
                StepEnvironment.Of(context, step) with { OnOutput = log.Output, OnError = log.Error }, limit, context.Stop, _time,
                process => recorder.Add(JournalEvent.StepRunning, entry => entry with { Step = step.Name, Process = process.ToString() }),
                said =>
                {
                    log.Say(said);
                    recorder.Note(said, step.Name);
                });
            return outcome switch
            {
                { End: StepEnd.TimedOut } => (StepState.Failed, outcome.ExitCode, $"took longer than {Spans.Show(limit!.Value)} and was ended"),
                { End: StepEnd.Cancelled } => (context.Stop.IsFault ? StepState.Failed : StepState.Cancelled, outcome.ExitCode, context.Stop.Reason),
                { ExitCode: 0 } => (StepState.Succeeded, 0, null),
                _ => (StepState.Failed, outcome.ExitCode, $"exit code {outcome.ExitCode}"),
            };
        }
        catch (ProblemException e)
        {
            return (StepState.Failed, null, string.Join("; ", e.Problems.Select(problem => problem.Hint is null ? problem.Message : $"{problem.Message} (try: {problem.Hint})")));
        }
    }

    private TimeSpan? LimitOf(RunStep step)
    {
        var own = step.Limit ?? context.Spec.StepLimit;
        if (_deadline is not { } deadline) return own;
        var left = deadline - _time.GetUtcNow();
        if (left < TimeSpan.FromMilliseconds(1)) left = TimeSpan.FromMilliseconds(1);
        return own < left ? own : left;
    }

    private void LogFailed(IOException fault)
    {
        var message = DiskReserve.IsFull(fault) ? $"no space left on the disk of {context.Run.Path} for the logs" : $"the logs in {context.Run.Path} cannot be written: {fault.Message}";
        recorder.Note(message);
        context.Stop.Fail(message);
    }

    private async Task<(DeployState State, string? Message)> WaitForPersonAsync(RunStep step)
    {
        var message = $"{step.Title}: {step.Note ?? "a person acts"}";
        recorder.Add(JournalEvent.StepEnded, entry => entry with { Step = step.Name, State = "waiting", Message = step.Note });
        await recorder.SaveAsync();
        return (DeployState.Waiting, $"{message} — then resume with --done {step.Name}");
    }

    private async Task<bool> EnterWindowAsync()
    {
        if (context.Spec.Window is not { } text || !context.Spec.WaitForWindow) return true;
        var window = MaintenanceWindow.Parse(text, _time.LocalTimeZone);
        var now = _time.GetUtcNow();
        if (window.IsOpen(now)) return true;
        var opens = window.Opens(now);
        recorder.Add(JournalEvent.WindowAwaited, entry => entry with { Message = $"waits for its maintenance window, which opens {window.Show(opens)}" });
        await recorder.SaveAsync();
        await Task.WhenAny(Task.Delay(opens - now, _time, context.Stop.Gently));
        return !context.Stop.Gently.IsCancellationRequested;
    }

    private string? WindowClosed()
    {
        if (context.Spec.Window is not { } text) return null;
        var window = MaintenanceWindow.Parse(text, _time.LocalTimeZone);
        var now = _time.GetUtcNow();
        return window.IsOpen(now) ? null : $"outside of the maintenance window {window.Text}, which opens {window.Show(window.Opens(now))}: resume then";
    }
}
