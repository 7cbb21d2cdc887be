using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Deploys.Running.Journal;
using Racklight.State;
using Racklight.Yaml;

namespace Racklight.Deploys.Running.Commands;

/// <summary><c>racklight deploy resume</c>: goes on where a run stopped, failed, was killed, or waits for a person.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var starter = new RunStarter();
        var id = new Argument<string>("ID") { Description = "The deploy" };
        var from = new Option<string>("--from") { Description = "Go on at that step: those before it are taken as done, it and those behind it are run again", HelpName = "STEP" };
        var done = new Option<string[]>("--done") { Description = "A step that a person has done, or looked at and found done (repeatable)", HelpName = "STEP" };
        var again = new Option<string[]>("--again") { Description = "A step that was killed half-way and may run again (repeatable)", HelpName = "STEP" };
        var noWindow = new Option<bool>("--any-time") { Description = "Whatever the maintenance window says" };
        var command = new OwnSignalsCommand("resume", "Go on with a deploy that failed, was killed, was cancelled, or waits");
        command.Arguments.Add(id);
        foreach (var option in (Option[])[from, done, again, noWindow]) command.Options.Add(option);
        starter.AddTo(command).WithExamples(
            "racklight deploy resume 20261129-051727-3fa9",
            "racklight deploy resume 20261129-051727-3fa9 --from deploy",
            "racklight deploy resume 20261129-051727-3fa9 --done 2025.1/rabbitmq    # a person has done what the plan asked for");
        command.SetAction((parsed, cancellationToken) =>
        {
            var run = RunDirectory.Of(starter.Stores.Directory(parsed), parsed.GetValue(id)!);
            return starter.ResumeAsync(parsed, run, (spec, _) => Task.Run(() => Prepare(run, spec, new Wishes(parsed.GetValue(from), parsed.GetValue(done) ?? [], parsed.GetValue(again) ?? [], parsed.GetValue(noWindow))), cancellationToken), cancellationToken);
        });
        return command;
    }

    /// <summary>Writes what the person decided into the journal, where it stays on record.</summary>
    private static void Prepare(RunDirectory run, RunSpec spec, Wishes wishes)
    {
        var progress = RunProgress.Read(run);
        if (progress.State == DeployState.Succeeded && wishes.From is null) throw new ProblemException($"deploy {run.Id} has succeeded: nothing is left to do", $"racklight deploy show {run.Id}", ExitCodes.NotSo);
        foreach (var name in wishes.Done.Concat(wishes.Again).Concat(wishes.From is null ? [] : [wishes.From]))
        {
            if (spec.Find(name) is null) throw new ProblemException($"deploy {run.Id} has no step {name}", NearestWord.Of(name, spec.Steps.Select(static step => step.Name)) is { } near ? $"did you mean {near}?" : string.Join(", ", spec.Steps.Select(static step => step.Name)));
        }
        if (wishes.AnyTime && spec.Window is not null) run.SaveSpec(spec = spec with { Window = null, WaitForWindow = false });
        RunOptions.CheckWindow(spec.Window, spec.WaitForWindow, TimeProvider.System);
        using var journal = new RunJournalWriter(run, TimeProvider.System, new DiskReserve(run.ReserveFile));
        var who = Identity.Who();
        void Decide(string step, StepState state, string why)
            => journal.Add(JournalEvent.StepEnded, entry => entry with { Step = step, State = state.ToString().ToLowerInvariant(), Message = $"{why}, said {who}" });
        foreach (var name in wishes.Done) Decide(name, StepState.Succeeded, "done");
        foreach (var name in wishes.Again) Decide(name, StepState.Pending, "to be run again");
        if (wishes.From is null) return;
        var reached = false;
        foreach (var step in progress.Steps)
        {
            reached |= step.Step.Name == wishes.From;
            if (reached && step.State != StepState.Pending) Decide(step.Step.Name, StepState.Pending, "to be run again");
            else if (!reached && !step.IsDone) Decide(step.Step.Name, StepState.Skipped, "left out");
        }
    }

    private sealed record Wishes(string? From, IReadOnlyList<string> Done, IReadOnlyList<string> Again, bool AnyTime);
}
