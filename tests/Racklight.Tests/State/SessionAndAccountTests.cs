using Racklight.State;

namespace Racklight.Tests.State;

public abstract class SessionAndAccountTests : StateFixture
{
    private BootSession Session(int number) => new(number.ToString("x32"), number, "r1n2", "52:54:00:20:00:02", "10.20.0.100", Time.GetUtcNow());

    [Fact]
    public async Task A_session_comes_back_byte_for_byte()
    {
        var database = await OpenAsync();
        var session = Session(1) with { Image = new string('a', 64), Script = "#!ipxe\nboot\r\n\tö😀", CredentialHash = new string('b', 64) };
        await database.Sessions.OpenAsync(session, Token);
        (await database.Sessions.FindAsync(session.Id, Token)).ShouldBe(session);
        (await database.Sessions.FindAsync("nobody's", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_open_session_of_a_machine_is_found()
    {
        var database = await OpenAsync();
        for (var i = 1; i <= 30; i++) await database.Sessions.OpenAsync(Session(i), Token);
        (await database.Sessions.OpenSessionOfAsync("52:54:00:20:00:02", Token)).ShouldBe(Session(30));
        await database.Sessions.UpdateAsync(Session(30) with { Closed = Time.GetUtcNow() }, Token);
        (await database.Sessions.OpenSessionOfAsync("52:54:00:20:00:02", Token)).ShouldBe(Session(29));
        (await database.Sessions.FindAsync(Session(10).Id, Token)).ShouldBeNull("a machine keeps its newest 20");
        Time.Advance(TimeSpan.FromDays(1));
        await database.Sessions.SweepAsync(Time.GetUtcNow(), Token);
        (await database.Sessions.FindAsync(Session(29).Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task The_open_session_of_a_live_boot_outlasts_the_sweep()
    {
        var database = await OpenAsync();
        var boot = await database.Boots.StartAsync(new Boot(0, "n1", Time.GetUtcNow()) { State = BootState.Live }, Token);
        var live = Session(1) with { BootId = boot.Id };
        var replaced = Session(2) with { BootId = boot.Id, Closed = Time.GetUtcNow() };
        await database.Sessions.OpenAsync(live, Token);
        await database.Sessions.OpenAsync(replaced, Token);
        Time.Advance(TimeSpan.FromDays(100));
        await database.Sessions.SweepAsync(Time.GetUtcNow(), Token);
        (await database.Sessions.FindAsync(live.Id, Token)).ShouldBe(live);
        (await database.Sessions.FindAsync(replaced.Id, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_script_too_long_to_keep_whole_is_refused()
    {
        var database = await OpenAsync();
        await Should.ThrowAsync<ProblemException>(() => database.Sessions.OpenAsync(Session(1) with { Script = new string('x', 300_000) }, Token));
    }

    [Fact]
    public async Task Users_and_their_tokens_come_and_go_together()
    {
        var database = await OpenAsync();
        var user = new UserAccount("ops", "pbkdf2$1$aa$bb", Time.GetUtcNow());
        var token = new ApiToken("t1", "ops", new string('c', 64), "laptop", Time.GetUtcNow(), Time.GetUtcNow().AddDays(1));
        await database.Accounts.PutUserAsync(user, Token);
        await database.Accounts.PutTokenAsync(token, Token);
        await database.Accounts.PutTokenAsync(token with { Id = "t2", Expires = null }, Token);
        (await database.Accounts.FindUserAsync("ops", Token)).ShouldBe(user);
        (await database.Accounts.UsersAsync(Token)).ShouldBe([user]);
        (await database.Accounts.FindTokenAsync("t1", Token)).ShouldBe(token);
        (await database.Accounts.TokensAsync(Token)).Count.ShouldBe(2);
        (await database.Accounts.DeleteTokenAsync("t2", Token)).ShouldBeTrue();
        (await database.Accounts.DeleteTokenAsync("t2", Token)).ShouldBeFalse();
        (await database.Accounts.DeleteUserAsync("ops", Token)).ShouldBeTrue();
        (await database.Accounts.DeleteUserAsync("ops", Token)).ShouldBeFalse();
        (await database.Accounts.TokensAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_would_have_to_be_altered_is_refused()
    {
        var database = await OpenAsync();
        await Should.ThrowAsync<ProblemException>(() => database.Accounts.PutUserAsync(new UserAccount("o\0ps", "x", Time.GetUtcNow()), Token));
    }

    [Fact]
    public async Task The_audit_trail_is_newest_first()
    {
        var database = await OpenAsync();
        for (var i = 0; i < 5; i++) await database.Accounts.AuditAsync(new AuditEntry(Time.GetUtcNow(), "ops", $"did {i}\n"), Token);
        (await database.Accounts.AuditTrailAsync(2, Token)).Select(entry => entry.What).ShouldBe(["did 4 ", "did 3 "]);
    }

    [Fact]
    public async Task A_channel_points_to_one_digest()
    {
        var database = await OpenAsync();
        await database.Channels.SetAsync("kvm", "stable", Digest.Of([1]), Token);
        await database.Channels.SetAsync("kvm", "stable", Digest.Of([2]), Token);
        await database.Channels.SetAsync("kvm", "canary", Digest.Of([1]), Token);
        (await database.Channels.FindAsync("kvm", "stable", Token)).ShouldBe(Digest.Of([2]));
        (await database.Channels.FindAsync("kvm", "none", Token)).ShouldBeNull();
        (await database.Channels.AllAsync(Token)).ShouldBe([("kvm", "canary", Digest.Of([1])), ("kvm", "stable", Digest.Of([2]))]);
    }
}

public sealed class SqliteSessionAndAccountTests : SessionAndAccountTests;

public sealed class PostgresSessionAndAccountTests(PostgresServer server) : SessionAndAccountTests
{
    public override async ValueTask InitializeAsync() => Url = await server.NewDatabaseAsync(Token);
}
