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
        var spec = Spec($"test -f {tried} || {{ touch {tried}; exit 1; }}") with { Window = "daily 18:00-23:00 UTC", WaitForWindow = true, RunLimit = TimeSpan.FromHours(1), Retries = 1 };
        var (run, running, stop) = await StartAsync(spec);
        using var stopping = stop;
        await DeploySite.UntilAsync(() => Said(run, "waits for its maintenance window"), "it did not wait for its window");
        Time.Advance(TimeSpan.FromHours(6) + TimeSpan.FromMinutes(1));
        // A deploy whose time is over does not try again.
        await DeploySite.UntilAsync(() => running.IsCompleted || Said(run, "is tried again"), "the step neither ended nor was tried again");
        await GoesOnAsync(running);
        (await running).State.ShouldBe(DeployState.Succeeded);
    }

    [Fact]
    public async Task A_step_that_the_deploys_own_limit_ended_says_so()
    {
        var (run, running, stop) = await StartAsync(Spec("exec sleep 600") with { RunLimit = TimeSpan.FromMinutes(90) });
        using var stopping = stop;
        await DeploySite.UntilAsync(() => RunProgress.Read(run).Current?.Process.IsAlive == true, "the step was not begun");
        Time.Advance(TimeSpan.FromMinutes(91));
        await GoesOnAsync(running);
        var (state, message) = await running;
        state.ShouldBe(DeployState.Failed);
        message.ShouldBe("deploy: was ended: the whole deploy took longer than 1 h 30 min");
    }

    /// <summary>The clock goes on: the engine looks by it whether a process has ended, and pauses by it.</summary>
    private Task GoesOnAsync(Task running) => DeploySite.UntilAsync(
        () =>
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            return running.IsCompleted;
        },
        "the engine did not come to its end");

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

    private static bool Said(RunDirectory run, string what) => RunProgress.Entries(run.JournalFile).Any(entry => entry.Message?.Contains(what, StringComparison.Ordinal) == true);
}
