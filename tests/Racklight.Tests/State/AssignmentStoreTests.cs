using Racklight.State;

namespace Racklight.Tests.State;

public abstract class AssignmentStoreTests : StateFixture
{
    private static readonly AssignmentTargets Machine = new("r1n2", "52-54-00-20-00-02", "11111111-2222-3333-4444-555555555555", "7XKQ2");

    [Fact]
    public async Task An_assignment_is_kept_replaced_handed_out_and_used_up_by_its_own_boot_only()
    {
        var store = (await OpenAsync()).Assignments;
        var once = new Assignment("r1n2", "rescue", true, "ops", Time.GetUtcNow());
        await store.SetAsync([once with { What = "local", Once = false }], Token);
        await store.SetAsync([once], Token);
        (await store.FindAsync(Machine, Token)).ShouldBe(once);
        // Replaced meanwhile: what was handed out is not this one.
        await store.HandOutAsync(once with { What = "local" }, 7, Token);
        (await store.UseUpAsync(7, Token)).ShouldBeNull();
        await store.HandOutAsync(once, 8, Token);
        (await store.FindAsync(Machine, Token)).ShouldBe(once with { BootId = 8 });
        (await store.UseUpAsync(7, Token)).ShouldBeNull();
        (await store.UseUpAsync(8, Token)).ShouldBe(once with { BootId = 8 });
        (await store.UseUpAsync(8, Token)).ShouldBeNull();
        (await store.FindAsync(Machine, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task One_for_every_boot_stays_until_it_is_ended_also_across_a_restart()
    {
        var database = await OpenAsync();
        await database.Assignments.SetAsync([new Assignment("a", "x", false, "ops", Time.GetUtcNow()), new Assignment("b", "y", false, "ops", Time.GetUtcNow())], Token);
        await CloseAsync(database);
        var store = (await OpenAsync()).Assignments;
        (await store.UseUpAsync(0, Token)).ShouldBeNull();
        (await store.AllAsync(Token)).Select(static one => one.Target).ShouldBe(["a", "b"]);
        (await store.ClearAsync(["a", "c"], Token)).ShouldBe(["a"]);
        (await store.AllAsync(Token)).Select(static one => one.Target).ShouldBe(["b"]);
    }

    [Fact]
    public async Task The_name_is_stronger_than_the_mac_than_the_uuid_than_the_serial()
    {
        var store = (await OpenAsync()).Assignments;
        foreach (var target in Machine.InOrder.Reverse())
        {
            await store.SetAsync([new Assignment(target, "for-" + target, false, "ops", Time.GetUtcNow())], Token);
            (await store.FindAsync(Machine, Token))!.Target.ShouldBe(target);
        }
        (await store.FindAsync(new AssignmentTargets("52-54-00-20-00-02", "52-54-00-20-00-02", null, null), Token))!.Target.ShouldBe("52-54-00-20-00-02");
    }

    [Fact]
    public async Task More_than_are_kept_are_refused_whole()
    {
        var store = (await OpenAsync()).Assignments;
        await store.SetAsync([new Assignment("first", "x", false, "ops", Time.GetUtcNow())], Token);
        var many = Enumerable.Range(0, 20_000).Select(i => new Assignment($"n{i}", "x", false, "ops", Time.GetUtcNow())).ToList();
        (await Should.ThrowAsync<ProblemException>(() => store.SetAsync(many, Token))).Message.ShouldContain("20,001 assignments");
        (await store.AllAsync(Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_machine_told_of_itself_is_kept_until_it_tells_something_else()
    {
        var boots = (await OpenAsync()).Boots;
        boots.See(new SeenMachine("52:54:00:a7:31:0c") { Firmware = "uefi x64", Manufacturer = "Dell Inc.", Product = "R640", Serial = "7XKQ2", Cards = "52:54:00:a7:31:0c=8086:100e", Address = "10.20.0.9" });
        await boots.FlushAsync(Token);
        boots.See(new SeenMachine("52:54:00:a7:31:0c") { Address = "10.20.0.10", Manufacturer = "a\u0000b" + new string('x', 500) });
        await boots.FlushAsync(Token);
        var seen = (await boots.SeenAsync("52:54:00:a7:31:0c", Token)).ShouldNotBeNull();
        (seen.Firmware, seen.Product, seen.Serial, seen.Address, seen.Count).ShouldBe(("uefi x64", "R640", "7XKQ2", "10.20.0.10", 2));
        seen.Manufacturer!.Length.ShouldBeLessThanOrEqualTo(128);
        seen.Manufacturer.ShouldStartWith("a b");
        (await boots.SeenAsync("52:54:00:a7:31:0d", Token)).ShouldBeNull();
    }
}

public sealed class SqliteAssignmentStoreTests : AssignmentStoreTests;

public sealed class PostgresAssignmentStoreTests(PostgresServer server) : AssignmentStoreTests
{
    public override async ValueTask InitializeAsync() => Url = await server.NewDatabaseAsync(Token);
}
