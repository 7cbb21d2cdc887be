using Racklight.State;

namespace Racklight.Tests.State;

public abstract class TryStoreTests : StateFixture
{
    [Fact]
    public async Task A_try_is_kept_replaced_handed_out_and_used_up_by_its_own_boot_only()
    {
        var database = await OpenAsync();
        var tried = new NodeTry("r1n2", "feature/x", true, "ops", Time.GetUtcNow());
        await database.Tries.SetAsync(tried with { Ref = "other", Once = false }, Token);
        await database.Tries.HandOutAsync("r1n2", "other", 6, Token);
        await database.Tries.SetAsync(tried, Token);
        (await database.Tries.FindAsync("r1n2", Token)).ShouldBe(tried);
        await database.Tries.HandOutAsync("r1n2", "other", 7, Token);
        (await database.Tries.UseUpAsync("r1n2", 7, Token)).ShouldBeFalse();
        await database.Tries.HandOutAsync("r1n2", "feature/x", 8, Token);
        (await database.Tries.FindAsync("r1n2", Token)).ShouldBe(tried with { BootId = 8 });
        (await database.Tries.UseUpAsync("r1n2", 7, Token)).ShouldBeFalse();
        (await database.Tries.UseUpAsync("r1n2", 8, Token)).ShouldBeTrue();
        (await database.Tries.FindAsync("r1n2", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_try_that_is_not_for_one_boot_stays_until_it_is_cleared()
    {
        var database = await OpenAsync();
        await database.Tries.SetAsync(new NodeTry("a", "x", false, "ops", Time.GetUtcNow()), Token);
        await database.Tries.HandOutAsync("a", "x", 8, Token);
        (await database.Tries.UseUpAsync("a", 8, Token)).ShouldBeFalse();
        (await database.Tries.AllAsync(Token)).Count.ShouldBe(1);
        (await database.Tries.ClearAsync("a", Token)).ShouldBeTrue();
        (await database.Tries.ClearAsync("a", Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_remembers_the_commit_that_it_was_made_from()
    {
        var database = await OpenAsync();
        var session = new BootSession(new string('a', 32), 1, "r1n2", "52:54:00:20:00:02", "10.20.0.2", Time.GetUtcNow()) { SiteCommit = new string('1', 40) };
        await database.Sessions.OpenAsync(session, Token);
        (await database.Sessions.FindAsync(session.Id, Token)).ShouldBe(session);
        await database.Sessions.UpdateAsync(session with { SiteCommit = null }, Token);
        (await database.Sessions.OpenSessionOfAsync(session.Mac, Token))!.SiteCommit.ShouldBeNull();
    }
}

public sealed class SqliteTryStoreTests : TryStoreTests;

public sealed class PostgresTryStoreTests(PostgresServer server) : TryStoreTests
{
    public override async ValueTask InitializeAsync() => Url = await server.NewDatabaseAsync(Token);
}
