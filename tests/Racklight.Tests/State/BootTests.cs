using Racklight.State;

namespace Racklight.Tests.State;

public abstract class BootTests : StateFixture
{
    private Boot New(string node = "r1n2") => new(0, node, Time.GetUtcNow());

    private BootEvent Event(Boot boot, string message = "OFFER 10.20.0.100", string step = BootSteps.Dhcp)
        => new(0, boot.Id, boot.Node, Time.GetUtcNow(), step, EventLevel.Info, message);

    [Fact]
    public async Task A_boot_and_its_events_come_back_in_order()
    {
        var database = await OpenAsync();
        var boot = await database.Boots.StartAsync(New() with { Mac = "52:54:00:20:00:02", Firmware = "uefi x64" }, Token);
        var events = new List<BootEvent>();
        foreach (var step in new[] { BootSteps.Dhcp, BootSteps.Loader, BootSteps.Script })
        {
            events.Add(database.Boots.Append(Event(boot, step: step) with { Data = """{"a":1}""" }));
            Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        boot = boot with { State = BootState.Live, Ended = Time.GetUtcNow(), Address = "10.20.0.100", Image = new string('a', 64), Report = """{"ram":1}""" };
        await database.Boots.UpdateAsync(boot, Token);
        await database.Boots.FlushAsync(Token);
        await CloseAsync(database);
        database = await OpenAsync();
        (await database.Boots.BootsAsync("r1n2", 10, Token)).ShouldBe([boot]);
        (await database.Boots.EventsAsync(boot.Id, Token)).ShouldBe(events);
        database.Boots.Append(Event(boot)).Id.ShouldBeGreaterThan(events[^1].Id);
    }

    [Fact]
    public async Task The_newest_event_with_a_key_is_found_among_a_nodes_boots()
    {
        var database = await OpenAsync();
        var first = await database.Boots.StartAsync(New(), Token);
        database.Boots.Append(Event(first) with { Data = """{"entry":"a","chosen":"a"}""" });
        database.Boots.Append(Event(first) with { Data = """{"entry":"b","chosen":"b"}""" });
        database.Boots.Append(Event(await database.Boots.StartAsync(New("r1n3"), Token)) with { Data = """{"chosen":"c"}""" });
        database.Boots.Append(Event(await database.Boots.StartAsync(New(), Token)) with { Data = """{"entry":"d"}""" });
        await database.Boots.FlushAsync(Token);
        (await database.Boots.LastWithAsync("r1n2", "chosen", Token))!.Data.ShouldBe("""{"entry":"b","chosen":"b"}""");
        (await database.Boots.LastWithAsync("r1n3", "entry", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Event_ids_ascend_across_threads_and_servers_and_never_repeat()
    {
        var one = await OpenAsync();
        var other = await OpenAsync();
        var boot = await one.Boots.StartAsync(New(), Token);
        var ids = new List<long>();
        for (var i = 0; i < 200; i++) ids.Add(one.Boots.Append(Event(boot)).Id);
        ids.ShouldBeInOrder();
        for (var i = 0; i < 200; i++) ids.Add(other.Boots.Append(Event(boot)).Id);
        ids.ShouldBeUnique();
        await one.Boots.FlushAsync(Token);
        await other.Boots.FlushAsync(Token);
        (await one.Boots.EventsAsync(boot.Id, Token)).Count.ShouldBe(400);
    }

    [Fact]
    public async Task A_node_keeps_its_newest_20_boots()
    {
        var database = await OpenAsync();
        var boots = new List<Boot>();
        for (var i = 0; i < 25; i++) boots.Add(await database.Boots.StartAsync(New(), Token));
        database.Boots.Append(Event(boots[24]));
        database.Boots.Append(Event(boots[0])).Id.ShouldBeGreaterThan(0);
        await database.Boots.FlushAsync(Token);
        (await database.Boots.BootsAsync("r1n2", 100, Token)).Select(boot => boot.Id).ShouldBe(boots.Skip(5).Select(boot => boot.Id).Reverse());
        (await database.Boots.EventsAsync(boots[24].Id, Token)).Count.ShouldBe(1);
        database.Boots.Dropped.ShouldBe(1);
    }

    [Fact]
    public async Task A_boot_that_was_not_live_when_the_next_began_has_failed()
    {
        var database = await OpenAsync();
        var first = await database.Boots.StartAsync(New(), Token);
        Time.Advance(TimeSpan.FromMinutes(5));
        var second = await database.Boots.StartAsync(New(), Token);
        var other = await database.Boots.StartAsync(New("r1n3"), Token);
        var boots = await database.Boots.BootsAsync("r1n2", 10, Token);
        boots[1].ShouldBe(first with { State = BootState.Failed, Ended = Time.GetUtcNow() });
        (await database.Boots.LatestAsync(Token)).ShouldBe([second, other]);
    }

    [Fact]
    public async Task Beyond_500_events_one_row_stands_for_the_rest()
    {
        var database = await OpenAsync();
        var boot = await database.Boots.StartAsync(New(), Token);
        for (var i = 0; i < 1200; i++)
        {
            database.Boots.Append(Event(boot, $"number {i}") with { Level = i == 700 ? EventLevel.Error : EventLevel.Info });
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        await database.Boots.FlushAsync(Token);
        var events = await database.Boots.EventsAsync(boot.Id, Token);
        events.Count.ShouldBe(500);
        events[498].Message.ShouldBe("number 498");
        events[499].Message.ShouldBe("701 more events; the last: number 1199");
        events[499].Level.ShouldBe(EventLevel.Error);
        database.Boots.Dropped.ShouldBe(0);
    }

    [Fact]
    public async Task What_a_machine_sent_is_bounded_and_free_of_control_characters()
    {
        var database = await OpenAsync();
        var boot = await database.Boots.StartAsync(New() with { Firmware = "evil\u001b[2J\0" + new string('x', 200), Report = "\"" + new string('r', 70000) + "\"" }, Token);
        var stored = database.Boots.Append(Event(boot, "a\nb\u202e\ud800" + new string('y', 1000)) with { Data = "\"" + new string('z', 5000) + "\"" });
        database.Boots.See(new SeenMachine("52:54:00:20:00:02") { Description = "PXE\r\nClient" });
        await database.Boots.FlushAsync(Token);
        stored.Message.Length.ShouldBe(500);
        stored.Message.ShouldStartWith("a b \ufffdy");
        stored.Message.ShouldEndWith("…");
        stored.Data.ShouldBe("""{"omitted":5002}""");
        (await database.Boots.EventsAsync(boot.Id, Token)).ShouldBe([stored]);
        (await database.Boots.LatestAsync(Token)).ShouldBe([boot]);
        boot.Firmware!.Length.ShouldBe(100);
        boot.Firmware.ShouldStartWith("evil [2J x");
        (await database.Boots.SeenAsync(10, Token)).ShouldHaveSingleItem().Description.ShouldBe("PXE  Client");
    }

    [Fact]
    public async Task Sightings_of_one_machine_are_coalesced()
    {
        var database = await OpenAsync();
        var first = Time.GetUtcNow();
        database.Boots.See(new SeenMachine("52:54:00:20:00:02") { Uuid = "u" });
        Time.Advance(TimeSpan.FromSeconds(1));
        database.Boots.See(new SeenMachine("52:54:00:20:00:02"));
        await database.Boots.FlushAsync(Token);
        Time.Advance(TimeSpan.FromSeconds(1));
        database.Boots.See(new SeenMachine("52:54:00:20:00:02") { Node = "r1n2" });
        database.Boots.See(new SeenMachine("52:54:00:20:00:03"));
        await database.Boots.FlushAsync(Token);
        var seen = await database.Boots.SeenAsync(10, Token);
        seen.Count.ShouldBe(2);
        seen.ShouldContain(new SeenMachine("52:54:00:20:00:02") { Node = "r1n2", First = first, Last = Time.GetUtcNow(), Count = 3, Uuid = "u" });
    }

    [Fact]
    public async Task A_stranger_who_invents_addresses_fills_nothing()
    {
        var database = await OpenAsync();
        database.Boots.See(new SeenMachine("aa:aa:aa:aa:aa:aa") { Node = "r1n1" });
        var boot = await database.Boots.StartAsync(New("02-00-00-00-00-00"), Token);
        Time.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 12_000; i++)
        {
            database.Boots.See(new SeenMachine(new MacAddress(0x0200_0001_0000UL + (ulong)i).ToString()));
            if (i % 4000 == 0) await database.Boots.FlushAsync(Token);
        }
        await database.Boots.FlushAsync(Token);
        var seen = await database.Boots.SeenAsync(20_000, Token);
        seen.Count.ShouldBe(10_001);
        seen.ShouldContain(machine => machine.Node == "r1n1");
        (await database.Boots.EventsAsync(boot.Id, Token)).ShouldBeEmpty();
        (await database.Boots.BootsAsync("02-00-00-00-00-00", 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_subscriber_gets_events_once_they_are_stored()
    {
        var database = await OpenAsync();
        var boot = await database.Boots.StartAsync(New(), Token);
        var stream = database.Boots.SubscribeAsync(Token);
        var appended = database.Boots.Append(Event(boot));
        await foreach (var seen in stream)
        {
            seen.ShouldBe(appended);
            break;
        }
        var idle = database.Boots.SubscribeAsync(Token);
        await CloseAsync(database);
        await foreach (var none in idle) Assert.Fail($"{none} after the close");
    }
}

public sealed class SqliteBootTests : BootTests;

public sealed class PostgresBootTests(PostgresServer server) : BootTests
{
    public override async ValueTask InitializeAsync() => Url = await server.NewDatabaseAsync(Token);
}
