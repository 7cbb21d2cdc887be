using System.Net;
using CsCheck;
using Racklight.NetBoot.Dhcp;
using Racklight.State;

namespace Racklight.Tests.State;

public abstract class LeaseTests : StateFixture
{
    private static readonly HardwareAddress First = new(1, [0x52, 0x54, 0, 0, 0, 1]);
    private static readonly HardwareAddress Second = new(1, [0x52, 0x54, 0, 0, 0, 2]);

    private Lease Of(string address, HardwareAddress client, LeaseState state = LeaseState.Bound, int minutes = 60)
        => new("rack1", IPAddress.Parse(address), client, state, Time.GetUtcNow().AddMinutes(minutes));

    private static async Task<bool> WriteAsync(IDatabase database, Lease lease) => (await database.Leases.WriteAsync([lease], Token))[0];

    [Fact]
    public async Task A_lease_comes_back_as_it_was_written_after_a_restart()
    {
        var lease = Of("10.20.0.100", First) with { HostName = "r1n1" };
        var database = await OpenAsync();
        (await WriteAsync(database, lease)).ShouldBeTrue();
        await CloseAsync(database);
        database = await OpenAsync();
        (await database.Leases.LoadAsync("rack1", Token)).ShouldBe([lease]);
        (await database.Leases.LoadAsync("rack2", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_held_address_is_refused_to_another_client()
    {
        var database = await OpenAsync();
        (await WriteAsync(database, Of("10.20.0.100", First))).ShouldBeTrue();
        (await WriteAsync(database, Of("10.20.0.100", Second))).ShouldBeFalse();
        (await database.Leases.LoadAsync("rack1", Token)).ShouldHaveSingleItem().Client.ShouldBe(First);
    }

    [Fact]
    public async Task A_refused_write_leaves_the_client_the_address_that_it_has()
    {
        var database = await OpenAsync();
        await WriteAsync(database, Of("10.20.0.100", First));
        await WriteAsync(database, Of("10.20.0.101", Second));
        (await WriteAsync(database, Of("10.20.0.100", Second))).ShouldBeFalse();
        (await database.Leases.LoadAsync("rack1", Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_client_has_one_address_in_a_network()
    {
        var database = await OpenAsync();
        await WriteAsync(database, Of("10.20.0.100", First));
        (await WriteAsync(database, Of("10.20.0.101", First))).ShouldBeTrue();
        (await database.Leases.LoadAsync("rack1", Token)).ShouldHaveSingleItem().Address.ShouldBe(IPAddress.Parse("10.20.0.101"));
    }

    [Fact]
    public async Task An_expired_or_released_address_is_free_for_others()
    {
        var database = await OpenAsync();
        await WriteAsync(database, Of("10.20.0.100", First, minutes: 1));
        await WriteAsync(database, Of("10.20.0.101", new HardwareAddress(1, [9]), LeaseState.Released));
        Time.Advance(TimeSpan.FromMinutes(1));
        (await WriteAsync(database, Of("10.20.0.100", Second))).ShouldBeTrue();
        (await WriteAsync(database, Of("10.20.0.101", First))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_declined_address_is_nobodys_until_it_expires_and_its_client_gets_another_one()
    {
        var database = await OpenAsync();
        await WriteAsync(database, Of("10.20.0.100", First));
        (await WriteAsync(database, Of("10.20.0.100", First, LeaseState.Declined, minutes: 10))).ShouldBeTrue();
        (await WriteAsync(database, Of("10.20.0.101", First))).ShouldBeTrue();
        (await WriteAsync(database, Of("10.20.0.101", First, LeaseState.Declined, minutes: 10))).ShouldBeTrue();
        (await WriteAsync(database, Of("10.20.0.102", First))).ShouldBeTrue();
        (await WriteAsync(database, Of("10.20.0.100", First))).ShouldBeFalse();
        (await WriteAsync(database, Of("10.20.0.100", Second))).ShouldBeFalse();
        (await database.Leases.LoadAsync("rack1", Token)).Count.ShouldBe(3);
        Time.Advance(TimeSpan.FromMinutes(10));
        (await WriteAsync(database, Of("10.20.0.100", Second))).ShouldBeTrue();
    }

    [Fact]
    public async Task Within_one_call_the_first_client_gets_the_address()
    {
        var database = await OpenAsync();
        (await database.Leases.WriteAsync([Of("10.20.0.100", First), Of("10.20.0.100", Second), Of("10.20.0.101", Second)], Token)).ShouldBe([true, false, true]);
    }

    [Fact]
    public async Task Thousands_of_callers_at_once_are_all_answered()
    {
        var database = await OpenAsync();
        var writes = Enumerable.Range(0, 4000).Select(i => Task.Run(() => WriteAsync(database, Of($"10.30.{i / 250}.{i % 250}", Numbered(i)))));
        (await Task.WhenAll(writes)).ShouldAllBe(given => given);
        (await database.Leases.LoadAsync("rack1", Token)).Count.ShouldBe(4000);
    }

    [Fact]
    public async Task Two_servers_racing_for_the_same_addresses_never_give_one_twice()
    {
        var servers = new[] { await OpenAsync(), await OpenAsync() };
        // 40 addresses, 400 clients, each asking either server, in random order.
        var asks = Enumerable.Range(0, 800).Select(i => (Server: servers[i % 2], Lease: Of($"10.20.0.{100 + i * 7 % 40}", Numbered(i / 2)))).ToArray();
        Random.Shared.Shuffle(asks);
        var answers = await Task.WhenAll(asks.Select(ask => Task.Run(async () => (ask.Lease, Given: await WriteAsync(ask.Server, ask.Lease)))));
        foreach (var address in answers.Where(answer => answer.Given).GroupBy(answer => answer.Lease.Address))
        {
            // A client may have moved on to its second address and so made room; at the end each address has one holder,
            // and whoever was told "yes" and has not moved holds it.
            var holders = (await servers[0].Leases.LoadAsync("rack1", Token)).Where(lease => lease.Address.Equals(address.Key)).ToList();
            holders.Count.ShouldBeLessThanOrEqualTo(1);
        }
        (await servers[1].Leases.LoadAsync("rack1", Token)).Select(lease => lease.Client).ShouldBeUnique();
    }

    [Fact]
    public async Task Of_two_servers_giving_one_address_to_different_clients_exactly_one_may()
    {
        var one = await OpenAsync();
        var other = await OpenAsync();
        for (var round = 0; round < 50; round++)
        {
            var address = $"10.20.1.{round}";
            var answers = await Task.WhenAll(
                Task.Run(() => WriteAsync(one, Of(address, Numbered(2 * round)))),
                Task.Run(() => WriteAsync(other, Of(address, Numbered(2 * round + 1)))));
            answers.Count(given => given).ShouldBe(1);
        }
    }

    [Fact]
    public void A_client_of_any_type_and_length_is_read_back() => Gen.Select(Gen.Byte, Gen.Byte.Array[0, 16]).Sample((type, octets) =>
    {
        var client = new HardwareAddress(type, octets);
        return LeaseStore.ParseClient(LeaseStore.FormatClient(client)) == client;
    });

    private static HardwareAddress Numbered(int number) => new(1, [0x52, 0x54, 1, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}

public sealed class SqliteLeaseTests : LeaseTests;

public sealed class PostgresLeaseTests(PostgresServer server) : LeaseTests
{
    public override async ValueTask InitializeAsync() => Url = await server.NewDatabaseAsync(Token);
}
