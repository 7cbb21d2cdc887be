using System.Net;
using Racklight.NetBoot.Dhcp;
using Racklight.State;
using Racklight.State.Backup;

namespace Racklight.Tests.State;

public sealed class BackupTests(PostgresServer server) : StateFixture
{
    private string Backup => Path.Combine(Directory, "backup.zip");

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task State_moves_between_databases_whole(bool fromPostgres, bool toPostgres)
    {
        Url = fromPostgres ? await server.NewDatabaseAsync(Token) : null;
        var source = await OpenAsync();
        var lease = new Lease("rack1", IPAddress.Parse("10.20.0.100"), new HardwareAddress(1, [1, 2, 3, 4, 5, 6]), LeaseState.Bound, Time.GetUtcNow()) { HostName = "ö\"'😀" };
        await source.Leases.WriteAsync([lease], Token);
        var boot = await source.Boots.StartAsync(new Boot(0, "r1n2", Time.GetUtcNow()) { Report = """{"a":[1]}""" }, Token);
        var stored = source.Boots.Append(new BootEvent(0, boot.Id, "r1n2", Time.GetUtcNow(), BootSteps.Dhcp, EventLevel.Warning, "slow"));
        await source.Accounts.PutUserAsync(new UserAccount("ops", "hash", Time.GetUtcNow()), Token);
        await source.Boots.FlushAsync(Token);
        // While the server runs.
        await StateBackup.WriteAsync(Url, Directory, Backup, Time, Token);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Backup).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Url = toPostgres ? await server.NewDatabaseAsync(Token) : null;
        var directory = Path.Combine(Directory, "other");
        await StateBackup.RestoreAsync(Url, directory, Backup, replace: false, Token);
        await using var target = await Databases.OpenAsync(Url, directory, Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, Token);
        (await target.Leases.LoadAsync("rack1", Token)).ShouldBe([lease]);
        (await target.Boots.LatestAsync(Token)).ShouldBe([boot]);
        (await target.Boots.EventsAsync(boot.Id, Token)).ShouldBe([stored]);
        (await target.Boots.StartAsync(new Boot(0, "r1n2", Time.GetUtcNow()), Token)).Id.ShouldBeGreaterThan(boot.Id);
        target.Boots.Append(stored with { Id = 0 }).Id.ShouldBeGreaterThan(stored.Id);
        (await Should.ThrowAsync<ProblemException>(() => StateBackup.RestoreAsync(Url, directory, Backup, replace: false, Token))).Message.ShouldContain("is not empty");
        await target.DisposeAsync();
        await StateBackup.RestoreAsync(Url, directory, Backup, replace: true, Token);
        (await StateBackup.InfoAsync(Url, directory, Token)).Rows["boot"].ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(400)]
    public async Task A_backup_cut_short_changes_nothing(int length)
    {
        var database = await OpenAsync();
        await database.Accounts.PutUserAsync(new UserAccount("ops", "hash", Time.GetUtcNow()), Token);
        await StateBackup.WriteAsync(null, Directory, Backup, Time, Token);
        await File.WriteAllBytesAsync(Backup, (await File.ReadAllBytesAsync(Backup, Token))[..length], Token);
        (await Should.ThrowAsync<ProblemException>(() => StateBackup.RestoreAsync(null, Directory, Backup, replace: true, Token))).Message.ShouldContain("is not a whole backup");
        (await database.Accounts.UsersAsync(Token)).Count.ShouldBe(1);
    }
}
