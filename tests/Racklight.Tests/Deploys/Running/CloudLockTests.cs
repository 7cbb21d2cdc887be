using Racklight.App;
using Racklight.Deploys.Running;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Processes;
using Racklight.State;
using Racklight.Tests.State;

namespace Racklight.Tests.Deploys.Running;

public sealed class CloudLockTests : StateFixture
{
    private RunSpec Spec(string id) => new()
    {
        Id = id,
        Cloud = "prod",
        Tool = "kolla",
        What = "deploy",
        Steps = [new RunStep { Name = "deploy", Title = "Deploy", Command = ["true"] }],
        Who = "olga",
        Host = RunContext.ThisHost,
        Created = Time.GetUtcNow(),
        ConfigDirectory = "/",
    };

    [Fact]
    public async Task Who_is_refused_learns_the_holder_its_age_and_whether_it_still_runs()
    {
        var store = (await OpenAsync()).Deploys;
        var locks = new CloudLock(store, Directory, Time);
        await locks.TakeAsync(Spec("d1"), Token);
        Time.Advance(TimeSpan.FromMinutes(65));
        var refused = await Should.ThrowAsync<ProblemException>(() => locks.TakeAsync(Spec("d2"), Token));
        refused.ExitCode.ShouldBe(ExitCodes.NotSo);
        refused.Message.ShouldContain($"prod is held by deploy d1, which olga started on {RunContext.ThisHost} 1 h 05 min ago");
        refused.Problems[0].Hint!.ShouldContain("racklight deploy attach d1");
    }

    [Fact]
    public async Task A_holder_that_was_killed_keeps_the_cloud_until_it_is_resumed_or_its_lock_is_broken()
    {
        var store = (await OpenAsync()).Deploys;
        var locks = new CloudLock(store, Directory, Time);
        var now = Time.GetUtcNow();
        Write(RunDirectory.Create(Directory, Spec("d1")), """{"at":"2026-11-29T05:00:00Z","event":"Begun","process":"999999999 1"}""");
        await store.TakeLockAsync(new DeployLock("prod", "d1", "olga", RunContext.ThisHost, "999999999 1", now, now), Token);
        var refused = await Should.ThrowAsync<ProblemException>(() => locks.TakeAsync(Spec("d2"), Token));
        refused.Message.ShouldContain("nobody runs it now");
        refused.Problems[0].Hint!.ShouldContain("racklight deploy lock --cloud prod --break d1");
        await locks.TakeOverAsync(Spec("d1"), null, Token);
        (await store.FindLockAsync("prod", Token))!.Process.ShouldBe(ProcessIdentity.Current.ToString());
        await Should.ThrowAsync<ProblemException>(() => locks.TakeOverAsync(Spec("d2"), null, Token));
    }

    [Fact]
    public async Task A_holder_on_another_machine_counts_as_gone_when_it_was_silent_for_five_minutes()
    {
        var store = (await OpenAsync()).Deploys;
        var locks = new CloudLock(store, Directory, Time);
        await store.TakeLockAsync(new DeployLock("prod", "d1", "olga", "elsewhere", "10 1", Time.GetUtcNow(), Time.GetUtcNow()), Token);
        Time.Advance(TimeSpan.FromMinutes(4));
        (await Should.ThrowAsync<ProblemException>(() => locks.TakeAsync(Spec("d2"), Token))).Message.ShouldNotContain("nobody runs it");
        Time.Advance(TimeSpan.FromMinutes(2));
        (await Should.ThrowAsync<ProblemException>(() => locks.TakeAsync(Spec("d2"), Token))).Problems[0].Hint!.ShouldContain("resume d1 on elsewhere");
    }

    [Fact]
    public async Task A_lock_that_an_ended_deploy_left_behind_is_taken_without_a_word()
    {
        var store = (await OpenAsync()).Deploys;
        Write(RunDirectory.Create(Directory, Spec("d1")), """{"at":"2026-11-29T05:00:00Z","event":"Begun","process":"999999999 1"}""", """{"at":"2026-11-29T05:01:00Z","event":"Ended","state":"failed"}""");
        await store.TakeLockAsync(new DeployLock("prod", "d1", "olga", RunContext.ThisHost, "999999999 1", Time.GetUtcNow(), Time.GetUtcNow()), Token);
        await new CloudLock(store, Directory, Time).TakeAsync(Spec("d2"), Token);
        (await store.FindLockAsync("prod", Token))!.Deploy.ShouldBe("d2");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lock_whose_taker_was_killed_before_anything_began_is_taken_without_a_word(bool written)
    {
        var store = (await OpenAsync()).Deploys;
        using var taker = ProcessRunner.Start(new ProcessSpec("sleep", "600"));
        var taken = new DeployLock("prod", "d1", "olga", RunContext.ThisHost, ProcessIdentity.Of(taker.Id)!.Value.ToString(), Time.GetUtcNow(), Time.GetUtcNow());
        await store.TakeLockAsync(taken, Token);
        if (written) await SaveAsync(store, RunDirectory.Create(Directory, Spec("d1")));
        var locks = new CloudLock(store, Directory, Time);
        (await Should.ThrowAsync<ProblemException>(() => locks.TakeAsync(Spec("d2"), Token))).Message.ShouldNotContain("nobody runs it");
        (await AbandonedRuns.SweepAsync(Directory, store, Token)).ShouldBeEmpty();
        taker.Kill();
        await taker.WaitForExitAsync(Token);
        await AbandonedRuns.SweepAsync(Directory, store, Token);
        if (written) (await store.FindAsync("d1", Token))!.ShouldSatisfyAllConditions(static d1 => d1.State.ShouldBe(DeployState.Failed), static d1 => d1.Message.ShouldBe("it never began: what started it ended before its supervisor ran"));
        await locks.TakeAsync(Spec("d2"), Token);
        (await store.FindLockAsync("prod", Token))!.Deploy.ShouldBe("d2");
        // What comes to life now came too late.
        (await Should.ThrowAsync<ProblemException>(() => locks.TakeOverAsync(Spec("d1"), ProcessIdentity.Parse(taken.Process), Token))).Message.ShouldContain("prod is held by deploy d2");
    }

    [Fact]
    public async Task A_deploy_that_was_started_with_another_state_directory_is_not_taken_for_one_that_never_began()
    {
        var store = (await OpenAsync()).Deploys;
        await SaveAsync(store, RunDirectory.Create(Path.Combine(Directory, "elsewhere"), Spec("d1")));
        await store.TakeLockAsync(new DeployLock("prod", "d1", "olga", RunContext.ThisHost, "999999999 1", Time.GetUtcNow(), Time.GetUtcNow()), Token);
        (await Should.ThrowAsync<ProblemException>(() => new CloudLock(store, Directory, Time).TakeAsync(Spec("d2"), Token))).Message.ShouldContain("nobody runs it now");
    }

    private static Task SaveAsync(IDeployStore store, RunDirectory run)
    {
        var progress = RunProgress.Begin(run.ReadSpec());
        return store.SaveAsync(RunRecorder.RecordOf(run, progress), RunRecorder.StepsOf(progress), Token);
    }

    private static void Write(RunDirectory run, params string[] journal) => File.WriteAllLines(run.JournalFile, journal);
}
