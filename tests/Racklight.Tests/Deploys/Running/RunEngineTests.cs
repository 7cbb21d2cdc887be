using Racklight.Deploys.Running;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.Deploys.Running.Redaction;
using Racklight.State;
using Racklight.Tests.State;
using Racklight.Vault;

namespace Racklight.Tests.Deploys.Running;

/// <summary>The engine with a clock that stands still until the test moves it.</summary>
public sealed class RunEngineTests : StateFixture
{
    [Fact]
    public async Task What_a_deploy_may_take_is_counted_from_when_its_window_opens()
    {
        var tried = Path.Combine(Directory, "tried");
        var spec = Spec($"test -f {tried} || {{ touch {tried}; exit 1; }}") with { Window = "daily 18:00-24:00 UTC", WaitForWindow = true, RunLimit = TimeSpan.FromHours(4), Retries = 1 };
        var (run, running, stop) = await StartAsync(spec);
        using var stopping = stop;
        await DeploySite.UntilAsync(() => RunProgress.Entries(run.JournalFile).Any(static entry => entry.Event == JournalEvent.WindowAwaited), "it did not wait for its window");
        // Well into the window and no further, however slow this machine is.
        await DeploySite.UntilAsync(
            () =>
            {
                if (Time.GetUtcNow().Hour < 20) Time.Advance(TimeSpan.FromMinutes(10));
                return RunProgress.Read(run).Steps[0].Attempts == 1;
            },
            "the window did not open");
        // A deploy whose time is over does not try again.
        await GoesOnAsync(TimeSpan.FromSeconds(1), () => running.IsCompleted, "the step neither ended nor was tried again");
        (await running).State.ShouldBe(DeployState.Succeeded);
    }

    [Fact]
    public async Task A_step_that_the_deploys_own_limit_ended_says_so()
    {
        var (run, running, stop) = await StartAsync(Spec("exec sleep 600") with { RunLimit = TimeSpan.FromMinutes(90) });
        using var stopping = stop;
        await DeploySite.UntilAsync(() => RunProgress.Read(run).Current?.Process.IsAlive == true, "the step was not begun");
        await GoesOnAsync(TimeSpan.FromMinutes(10), () => running.IsCompleted, "the step outlived its limit");
        var (state, message) = await running;
        state.ShouldBe(DeployState.Failed);
        message.ShouldBe("deploy: was ended: the whole deploy took longer than 1 h 30 min");
    }

    [Fact]
    public async Task A_window_that_closes_during_a_step_lets_it_end_and_begins_no_other()
    {
        var go = Path.Combine(Directory, "go");
        var spec = Spec($"until test -f {go}; do sleep 0.05; done") with { Window = "daily 10:00-13:00 UTC" };
        var (run, running, stop) = await StartAsync(spec with { Steps = [spec.Steps[0], spec.Steps[0] with { Name = "post-deploy" }] });
        using var stopping = stop;
        await DeploySite.UntilAsync(() => RunProgress.Read(run).Current?.Process.IsAlive == true, "the step was not begun");
        Time.Advance(TimeSpan.FromHours(2));
        await File.WriteAllTextAsync(go, "", Token);
        var (state, message) = await running;
        state.ShouldBe(DeployState.Waiting);
        message.ShouldBe("outside of the maintenance window daily 10:00-13:00 UTC, which opens Mon 2026-11-23 10:00 UTC: resume then");
        RunProgress.Read(run).Steps.Select(static step => step.State).ShouldBe([StepState.Succeeded, StepState.Pending]);
        // The log shows the command so that a shell takes it as it was run.
        (await File.ReadAllTextAsync(run.LogOf(spec, "deploy"), Token)).ShouldContain($"attempt 1: sh -c 'until test -f {go}; do sleep 0.05; done'");
    }

    /// <summary>The clock goes on, a step at a look: when the engine sets its timers, and what it looks at by the clock, is its own affair.</summary>
    private Task GoesOnAsync(TimeSpan step, Func<bool> until, string otherwise) => DeploySite.UntilAsync(
        () =>
        {
            Time.Advance(step);
            return until();
        },
        otherwise);

    private RunSpec Spec(string script) => new()
    {
        Id = "d1",
        Cloud = "prod",
        Tool = "kolla",
        What = "deploy",
        Steps = [new RunStep { Name = "deploy", Title = "Deploy", Command = ["sh", "-c", script] }],
        Who = "olga",
        Host = RunContext.ThisHost,
        Created = Time.GetUtcNow(),
        ConfigDirectory = Directory,
    };

    private async Task<(RunDirectory Run, Task<(DeployState State, string? Message)> Running, StopRequest Stop)> StartAsync(RunSpec spec)
    {
        var run = RunDirectory.Create(Directory, spec);
        var journal = new RunJournalWriter(run, Time, new DiskReserve(run.ReserveFile));
        var stop = new StopRequest(TimeSpan.FromSeconds(20));
        var context = new RunContext(run, spec, (await OpenAsync()).Deploys, Time, stop, new SecretsInForce(spec, new VaultKeyring()));
        return (run, RunAsync(), stop);

        async Task<(DeployState State, string? Message)> RunAsync()
        {
            using (journal) return await new RunEngine(context, new RunRecorder(context, journal)).RunAsync();
        }
    }
}
