using Microsoft.Extensions.Logging.Abstractions;
using Racklight.NetBoot.Dhcp;
using Racklight.State;
using Racklight.State.Sqlite;
using Racklight.State.Storage;

namespace Racklight.Tests.State;

public sealed class FaultTests : StateFixture
{
    private string File => Path.Combine(Directory, Databases.FileName);

    [Fact]
    public async Task Every_lease_acknowledged_before_a_kill_is_there_after_it()
    {
        using var child = StateChild.Start("leases", Directory);
        var acknowledged = new List<string>();
        while (acknowledged.Count < 2000) acknowledged.Add((await child.StandardOutput.ReadLineAsync(Token)).ShouldNotBeNull());
        // SIGKILL: nothing of it runs any more.
        child.Kill();
        while (await child.StandardOutput.ReadLineAsync(Token) is { } line) acknowledged.Add(line);
        await child.WaitForExitAsync(Token);
        // The last line may be cut short by the kill.
        acknowledged.RemoveAt(acknowledged.Count - 1);
        // The runner's own lines.
        acknowledged.RemoveAll(line => !line.StartsWith("10.", StringComparison.Ordinal));
        acknowledged.Count.ShouldBeGreaterThan(1900);
        var database = await OpenAsync();
        var stored = (await database.Leases.LoadAsync("rack1", Token)).Select(lease => lease.Address.ToString()).ToHashSet();
        acknowledged.Where(address => !stored.Contains(address)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_said_and_what_was_acknowledged_stays()
    {
        StateChild.RequireMounts();
        using var child = StateChild.Start("leases", Directory, "size=3m");
        var said = await child.StandardOutput.ReadToEndAsync(Token);
        said.ShouldContain("no space left on the disk of " + File);
    }

    [Fact]
    public async Task A_read_only_disk_is_said()
    {
        StateChild.RequireMounts();
        using var child = StateChild.Start("leases", Directory, "ro");
        var said = await child.StandardOutput.ReadToEndAsync(Token);
        said.ShouldContain("error: ");
        said.ShouldContain(File);
        said.ShouldContain("--state DIR");
        said.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_damaged_file_is_named_with_its_remedy()
    {
        await CloseAsync(await OpenAsync());
        var bytes = await System.IO.File.ReadAllBytesAsync(File, Token);
        bytes.AsSpan(4096, 8192).Fill(0x5a);
        await System.IO.File.WriteAllBytesAsync(File, bytes, Token);
        var problem = await Should.ThrowAsync<ProblemException>(OpenAsync);
        problem.Message.ShouldContain($"the database {File} is damaged");
        problem.Message.ShouldContain("racklight state restore FILE");
        problem.ExitCode.ShouldBe(ExitCodes.Outside);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 8192), Token);
        (await Should.ThrowAsync<ProblemException>(OpenAsync)).Message.ShouldContain("is damaged");
        (await System.IO.File.ReadAllTextAsync(File, Token)).ShouldBe(new string('x', 8192));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_said()
    {
        Url = $"postgres://u:topsecret@{Uri.EscapeDataString(Directory)}/rack";
        var problem = await Should.ThrowAsync<ProblemException>(OpenAsync);
        problem.Message.ShouldContain($"postgres u@{Directory}/rack cannot be reached");
        problem.ToString().ShouldNotContain("topsecret");
    }

    [Fact]
    public async Task Old_tables_are_brought_up_with_what_they_hold()
    {
        await using (var engine = SqliteEngine.InDirectory(Directory))
        {
            Migrations.Apply(engine, upTo: 1);
            using var connection = engine.OpenWriter();
            using var transaction = engine.Begin(connection, durable: true);
            transaction.Script("INSERT INTO lease (network, address, client, state, expires) VALUES ('rack1', '10.20.0.100', '1:525400200002', 0, 1)");
            transaction.Commit();
        }
        var database = await OpenAsync();
        (await database.Leases.LoadAsync("rack1", Token)).ShouldHaveSingleItem().State.ShouldBe(LeaseState.Bound);
        (await database.Boots.StartAsync(new Boot(0, "r1n2", Time.GetUtcNow()), Token)).Id.ShouldBe(1);
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_refused()
    {
        await using (var engine = SqliteEngine.InDirectory(Directory))
        {
            Migrations.Apply(engine);
            using var connection = engine.OpenWriter();
            using var transaction = engine.Begin(connection, durable: true);
            transaction.Script("INSERT INTO racklight_schema (version) VALUES (999)");
            transaction.Commit();
        }
        (await Should.ThrowAsync<ProblemException>(OpenAsync)).Message.ShouldContain("has schema version 999, and this racklight knows versions up to");
    }

    [Fact]
    public void Both_dialects_have_the_same_migrations()
        => SqlFiles.In("Sqlite").Select(Path.GetFileName).ShouldBe(SqlFiles.In("Postgres").Select(Path.GetFileName));

    [Fact]
    public async Task Two_servers_starting_at_once_migrate_once()
        => await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            await using var database = await Databases.OpenAsync(null, Directory, Time, NullLogger.Instance, Token);
            (await database.Accounts.UsersAsync(Token)).ShouldBeEmpty();
        })));
}
