using Microsoft.Extensions.Time.Testing;
using Racklight.Deploys.Running;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Live;
using Racklight.Deploys.Running.Logs;
using Racklight.State;
using Spectre.Console.Testing;

namespace Racklight.Tests.Deploys.Running;

public sealed class RunProgressTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("racklight-journal-").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 29, 5, 0, 0, TimeSpan.Zero));

    private RunSpec Spec => new()
    {
        Id = "d1",
        Cloud = "prod",
        Tool = "kolla",
        What = "prechecks, deploy",
        Steps = [new RunStep { Name = "prechecks", Title = "Check", Command = ["true"] }, new RunStep { Name = "deploy", Title = "Deploy", Command = ["true"] }],
        Who = "olga",
        Host = RunContext.ThisHost,
        Created = _time.GetUtcNow(),
        ConfigDirectory = "/",
    };

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public void A_line_that_was_torn_by_a_power_cut_does_not_count_and_the_next_one_follows_whole()
    {
        var run = RunDirectory.Create(_state, Spec);
        using (var journal = new RunJournalWriter(run, _time, new DiskReserve(run.ReserveFile)))
        {
            journal.Add(JournalEvent.Begun, entry => entry with { Process = "999999999 1", Host = RunContext.ThisHost });
            journal.Add(JournalEvent.StepStarting, entry => entry with { Step = "prechecks" });
        }
        File.AppendAllText(run.JournalFile, "{\"at\":\"2026-11-29T05:00:0");
        RunProgress.Read(run).Current!.Step.Name.ShouldBe("prechecks");
        using (var journal = new RunJournalWriter(run, _time, new DiskReserve(run.ReserveFile))) journal.Add(JournalEvent.Begun, entry => entry with { Process = "999999999 2" });
        var progress = RunProgress.Read(run);
        progress.Steps[0].State.ShouldBe(StepState.Interrupted);
        progress.IsAbandoned(RunContext.ThisHost).ShouldBeTrue();
    }

    [Fact]
    public void What_happened_adds_up()
    {
        var progress = RunProgress.Begin(Spec with { From = "deploy" });
        progress.Steps[0].State.ShouldBe(StepState.Skipped);
        foreach (var entry in new JournalEntry[]
        {
            new(_time.GetUtcNow(), JournalEvent.Begun) { Process = "1 1" },
            new(_time.GetUtcNow(), JournalEvent.StepStarting) { Step = "deploy" },
            new(_time.GetUtcNow().AddSeconds(3), JournalEvent.StepEnded) { Step = "deploy", State = "failed", ExitCode = 2, Message = "exit code 2" },
            new(_time.GetUtcNow().AddSeconds(13), JournalEvent.StepStarting) { Step = "deploy" },
            new(_time.GetUtcNow().AddSeconds(20), JournalEvent.StepEnded) { Step = "deploy", State = "succeeded", ExitCode = 0 },
            new(_time.GetUtcNow().AddSeconds(21), JournalEvent.Ended) { State = "succeeded" },
        })
        {
            progress = progress.With(entry);
        }
        (progress.State, progress.Steps[1].State, progress.Steps[1].Attempts, progress.Steps[1].Message).ShouldBe((DeployState.Succeeded, StepState.Succeeded, 2, null));
        (progress.Steps[1].Ended - progress.Steps[1].Started).ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void The_tree_shows_each_step_and_what_Ansible_does_below_the_one_that_runs()
    {
        var console = new TestConsole().Width(100);
        var view = new TreeView(_ => { });
        var progress = RunProgress.Begin(Spec);
        foreach (var entry in new JournalEntry[]
        {
            new(_time.GetUtcNow(), JournalEvent.StepStarting) { Step = "prechecks" }, new(_time.GetUtcNow().AddSeconds(4), JournalEvent.StepEnded) { Step = "prechecks", State = "succeeded" },
            new(_time.GetUtcNow().AddSeconds(4), JournalEvent.StepStarting) { Step = "deploy" },
        })
        {
            progress = progress.With(entry);
            view.Happened(progress, entry);
        }
        foreach (var text in new[] { "PLAY [Apply role keystone] ****", "TASK [keystone : Copy keys] ***", "changed: [control1]", "fatal: [control2]: FAILED! => {}" }) view.Said(progress.Steps[1], new LogLine(_time.GetUtcNow(), 'o', text));
        console.Write(view.Draw(progress, _time.GetUtcNow().AddSeconds(70)));
        console.Output.ShouldContain("✓ prechecks 4.0 s");
        console.Output.ShouldContain("▶ deploy 1 min 06 s");
        console.Output.ShouldContain("Apply role keystone");
        console.Output.ShouldContain("task 1, 1 changed, 1 failed: keystone : Copy keys");
        console.Output.ShouldContain("fatal: [control2]: FAILED!");
    }

    [Theory]
    [InlineData("90s", 90)]
    [InlineData("45m", 2700)]
    [InlineData("8h", 28800)]
    [InlineData("2d", 172800)]
    [InlineData("30", 30)]
    public void Spans_of_time_are_read_as_people_type_them(string text, int seconds)
    {
        Spans.TryParse(text, out var span).ShouldBeTrue();
        span.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0s")]
    [InlineData("-3m")]
    [InlineData("1w")]
    [InlineData("999999999d")]
    public void What_is_no_span_of_time_is_refused(string text) => Spans.TryParse(text, out _).ShouldBeFalse();
}
