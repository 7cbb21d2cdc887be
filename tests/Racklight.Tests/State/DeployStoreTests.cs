using Racklight.State;

namespace Racklight.Tests.State;

public abstract class DeployStoreTests : StateFixture
{
    private DeployRecord Deploy(string id, string cloud = "prod") => new(id, cloud, "kolla", DeployState.Running, Time.GetUtcNow(), "ops", "deploy1")
    {
        What = "prechecks, deploy",
        Release = "2025.1",
        Repository = "/srv/site",
        Commit = new string('1', 40),
        Dirty = true,
        Whole = true,
        Directory = "/var/lib/racklight/deploys/" + id,
    };

    private DeployLock Lock(string deploy, string process) => new("prod", deploy, "ops", "deploy1", process, Time.GetUtcNow(), Time.GetUtcNow());

    [Fact]
    public async Task A_deploy_is_kept_with_its_steps_and_changes_as_it_goes_on()
    {
        var database = await OpenAsync();
        var deploy = Deploy("20261122-120000-aaaa");
        await database.Deploys.SaveAsync(deploy, [new DeployStepRecord(1, "prechecks", "running", 1) { Started = Time.GetUtcNow() }], Token);
        var ended = deploy with { State = DeployState.Failed, Ended = Time.GetUtcNow().AddMinutes(5), Message = "prechecks failed with exit code 2" };
        var step = new DeployStepRecord(1, "prechecks", "failed", 2) { ExitCode = 2, Started = Time.GetUtcNow(), Ended = ended.Ended };
        await database.Deploys.SaveAsync(ended, [step, new DeployStepRecord(2, "deploy", "pending", 0)], Token);
        await CloseAsync(database);
        database = await OpenAsync();
        (await database.Deploys.FindAsync(deploy.Id, Token)).ShouldBe(ended);
        (await database.Deploys.StepsAsync(deploy.Id, Token)).ShouldBe([step, new DeployStepRecord(2, "deploy", "pending", 0)]);
        (await database.Deploys.FindAsync("no-such", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_come_first_and_a_cloud_can_be_picked()
    {
        var database = await OpenAsync();
        foreach (var (id, cloud) in new[] { ("a", "prod"), ("b", "stage"), ("c", "prod") })
        {
            await database.Deploys.SaveAsync(Deploy(id, cloud), [], Token);
            Time.Advance(TimeSpan.FromMinutes(1));
        }
        (await database.Deploys.ListAsync(null, 2, Token)).Select(deploy => deploy.Id).ShouldBe(["c", "b"]);
        (await database.Deploys.ListAsync("prod", 10, Token)).Select(deploy => deploy.Id).ShouldBe(["c", "a"]);
    }

    [Fact]
    public async Task What_is_deployed_is_the_last_whole_success_that_changed_something()
    {
        var database = await OpenAsync();
        var good = Deploy("good") with { State = DeployState.Succeeded };
        var later = new[]
        {
            good with { Id = "check", CheckOnly = true }, good with { Id = "part", Whole = false }, good with { Id = "failed", State = DeployState.Failed },
            good with { Id = "nogit", Commit = null }, good with { Id = "other", Cloud = "stage" },
        };
        await database.Deploys.SaveAsync(good, [], Token);
        foreach (var deploy in later) await database.Deploys.SaveAsync(deploy with { Started = Time.GetUtcNow().AddHours(1) }, [], Token);
        (await database.Deploys.LastDeployedAsync("prod", Token)).ShouldBe(good);
        (await database.Deploys.LastDeployedAsync("new", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_that_want_a_clouds_lock_one_gets_it_and_the_others_learn_who()
    {
        var databases = new[] { await OpenAsync(), await OpenAsync() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => databases[i % 2].Deploys.TakeLockAsync(Lock($"d{i}", $"{i} 1"), Token)));
        answers.Count(answer => answer is null).ShouldBe(1);
        var holder = await databases[0].Deploys.FindLockAsync("prod", Token);
        answers.Where(answer => answer is not null).ShouldAllBe(answer => answer == holder);
        holder!.Deploy.ShouldBe($"d{Array.IndexOf(answers, null)}");
    }

    [Fact]
    public async Task A_lock_is_passed_on_once_renewed_by_its_holder_only_and_given_back()
    {
        var database = await OpenAsync();
        var held = Lock("d1", "10 77");
        (await database.Deploys.TakeLockAsync(held, Token)).ShouldBeNull();
        Time.Advance(TimeSpan.FromMinutes(3));
        (await database.Deploys.PassLockAsync(held, "deploy2", "20 88", Time.GetUtcNow(), Token)).ShouldBeTrue();
        (await database.Deploys.PassLockAsync(held, "deploy3", "30 99", Time.GetUtcNow(), Token)).ShouldBeFalse();
        (await database.Deploys.RenewLockAsync("prod", "d1", "10 77", Time.GetUtcNow(), Token)).ShouldBeFalse();
        Time.Advance(TimeSpan.FromMinutes(1));
        (await database.Deploys.RenewLockAsync("prod", "d1", "20 88", Time.GetUtcNow(), Token)).ShouldBeTrue();
        (await database.Deploys.LocksAsync(Token)).ShouldBe([held with { Host = "deploy2", Process = "20 88", Renewed = Time.GetUtcNow() }]);
        await database.Deploys.ReleaseLockAsync("prod", "d2", Token);
        (await database.Deploys.FindLockAsync("prod", Token)).ShouldNotBeNull();
        await database.Deploys.ReleaseLockAsync("prod", "d1", Token);
        (await database.Deploys.FindLockAsync("prod", Token)).ShouldBeNull();
    }
}

public sealed class SqliteDeployStoreTests : DeployStoreTests;

public sealed class PostgresDeployStoreTests(PostgresServer server) : DeployStoreTests
{
    public override async ValueTask InitializeAsync() => Url = await server.NewDatabaseAsync(Token);
}
