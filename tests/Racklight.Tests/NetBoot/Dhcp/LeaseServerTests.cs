using System.Net;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

public sealed class LeaseServerTests
{
    private const string One = "52:54:00:20:00:01";
    private const string Two = "52:54:00:20:00:02";
    private readonly FakeTimeProvider _clock = new();
    private readonly OpenPolicy _policy = new();
    private LeaseServer _server;

    public LeaseServerTests() => _server = Server("10.20.0.100", "10.20.0.101");

    [Fact]
    public void An_offered_address_is_reserved_at_once()
    {
        Offer(One).ShouldBe("10.20.0.100");
        Offer(Two).ShouldBe("10.20.0.101");
        Offer(One).ShouldBe("10.20.0.100");
        Discover("52:54:00:20:00:03").Event.Kind.ShouldBe(DhcpEventKind.Exhausted);
    }

    [Fact]
    public void An_offer_that_nobody_takes_ends()
    {
        Offer(One);
        Offer(Two);
        _clock.Advance(TimeSpan.FromSeconds(31));
        Offer("52:54:00:20:00:03").ShouldBe("10.20.0.100");
    }

    [Fact]
    public void An_ack_waits_for_a_lease_and_carries_times_and_options()
    {
        Offer(One);
        var decision = Request(One, "10.20.0.100");
        decision.Reply!.Type.ShouldBe(MessageType.Ack);
        decision.Reply.LeaseTime.ShouldBe(3600u);
        decision.Lease!.Address.ShouldBe(IPAddress.Parse("10.20.0.100"));
        decision.Lease.State.ShouldBe(LeaseState.Bound);
        decision.Lease.Expires.ShouldBe(_clock.GetUtcNow() + TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_lease_that_is_durable_and_fresh_is_confirmed_without_a_write()
    {
        Bound(One, "10.20.0.100");
        _clock.Advance(TimeSpan.FromSeconds(60));
        var again = Request(One, "10.20.0.100");
        again.Lease.ShouldBeNull();
        again.Reply!.LeaseTime.ShouldBe(3540u);
        _clock.Advance(TimeSpan.FromMinutes(30));
        Renew(One, "10.20.0.100").Lease.ShouldNotBeNull();
    }

    [Fact]
    public void A_request_for_another_servers_offer_frees_ours()
    {
        Offer(One);
        Decide(new PacketBuilder(MessageType.Request, One).Requested("10.20.0.100").Server("10.20.0.9")).Reply.ShouldBeNull();
        Offer(Two).ShouldNotBeNull();
        _server.Table.Held.ShouldBe(1);
    }

    [Fact]
    public void A_request_after_a_restart_is_granted_when_the_address_is_still_free()
    {
        Offer(One);
        _server = Server("10.20.0.100", "10.20.0.101");
        Request(One, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Ack);
    }

    [Fact]
    public void An_address_that_another_client_holds_is_refused()
    {
        Bound(One, "10.20.0.100");
        Request(Two, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Nak);
        Reboot(Two, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Nak);
        Renew(Two, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Nak);
    }

    [Fact]
    public void Init_reboot_confirms_its_own_address_and_refuses_those_of_other_links()
    {
        Bound(One, "10.20.0.100");
        Reboot(One, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Ack);
        Reboot(One, "10.20.0.101").Reply!.Type.ShouldBe(MessageType.Nak);
        Reboot(One, "192.168.1.5").Reply!.Type.ShouldBe(MessageType.Nak);
    }

    [Fact]
    public void Beside_another_server_nothing_unknown_is_refused()
    {
        _server = Server("10.20.0.100", "10.20.0.101", authoritative: false);
        Reboot(One, "192.168.1.5").Reply.ShouldBeNull();
        Renew(One, "10.20.0.50").Reply.ShouldBeNull();
        Reboot(One, "10.20.0.100").Reply.ShouldBeNull();
        Bound(One, "10.20.0.100");
        Renew(One, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Ack);
    }

    [Fact]
    public void A_lease_that_the_store_lost_is_given_back_on_renewal() => Renew(One, "10.20.0.101").Reply!.Type.ShouldBe(MessageType.Ack);

    [Fact]
    public void An_expired_lease_goes_to_another_only_when_no_fresh_address_is_left()
    {
        Bound(One, "10.20.0.100");
        _clock.Advance(TimeSpan.FromHours(2));
        Offer(Two).ShouldBe("10.20.0.101");
        Offer("52:54:00:20:00:03").ShouldBe("10.20.0.100");
        Request(One, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Nak);
    }

    [Fact]
    public void A_release_keeps_the_address_for_its_client()
    {
        Bound(One, "10.20.0.100");
        var release = Decide(new PacketBuilder(MessageType.Release, One).ClientAddress("10.20.0.100").Server("10.20.0.1"));
        release.Reply.ShouldBeNull();
        release.Lease!.State.ShouldBe(LeaseState.Released);
        Offer(Two).ShouldBe("10.20.0.101");
        Offer(One).ShouldBe("10.20.0.100");
    }

    [Fact]
    public void A_release_of_somebody_elses_address_does_nothing()
    {
        Bound(One, "10.20.0.100");
        Decide(new PacketBuilder(MessageType.Release, Two).ClientAddress("10.20.0.100")).Lease.ShouldBeNull();
        _server.Table.Held.ShouldBe(1);
    }

    [Fact]
    public void A_declined_address_rests_and_its_client_gets_another()
    {
        Bound(One, "10.20.0.100");
        var decline = Decide(new PacketBuilder(MessageType.Decline, One).Requested("10.20.0.100").Server("10.20.0.1"));
        decline.Lease!.State.ShouldBe(LeaseState.Declined);
        decline.Lease.Client.ShouldNotBe(new PacketBuilder(MessageType.Decline, One).Message().Client);
        Offer(One).ShouldBe("10.20.0.101");
        Discover(Two).Event.Kind.ShouldBe(DhcpEventKind.Exhausted);
        _clock.Advance(TimeSpan.FromMinutes(61));
        Offer(Two).ShouldBe("10.20.0.101");
        Offer("52:54:00:20:00:03").ShouldBe("10.20.0.100");
    }

    [Fact]
    public void A_decline_by_a_client_that_holds_nothing_does_nothing()
    {
        Decide(new PacketBuilder(MessageType.Decline, Two).Requested("10.20.0.100")).Lease.ShouldBeNull();
        Offer(One).ShouldBe("10.20.0.100");
    }

    [Fact]
    public void A_reservation_by_mac_is_given_to_its_machine_and_to_nobody_else()
    {
        _policy.Reservations[new PacketBuilder(MessageType.Discover, Two).Message().Client] = PacketBuilder.Address("10.20.0.100");
        Offer(One).ShouldBe("10.20.0.101");
        Offer(Two).ShouldBe("10.20.0.100");
        Request("52:54:00:20:00:03", "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Nak);
    }

    [Fact]
    public void A_reservation_by_uuid_is_found_in_either_byte_order_and_may_lie_outside_the_range()
    {
        _policy.UuidReservations["4c4c4544-0033-4410-8057-b6c04f473132"] = PacketBuilder.Address("10.20.0.7");
        Decide(Corpus.BiosRom()).Reply!.YourAddress.ToString().ShouldBe("10.20.0.7");
        Decide(Corpus.IpxeRom()).Reply!.YourAddress.ToString().ShouldBe("10.20.0.7");
    }

    [Fact]
    public void A_reservation_made_while_a_lease_runs_moves_the_client_by_a_nak()
    {
        Bound(One, "10.20.0.100");
        _policy.Reservations[new PacketBuilder(MessageType.Discover, One).Message().Client] = PacketBuilder.Address("10.20.0.7");
        Renew(One, "10.20.0.100").Reply!.Type.ShouldBe(MessageType.Nak);
        Offer(One).ShouldBe("10.20.0.7");
        Request(One, "10.20.0.7").Reply!.Type.ShouldBe(MessageType.Ack);
    }

    [Fact]
    public void An_inform_gets_options_without_a_lease()
    {
        var reply = Decide(new PacketBuilder(MessageType.Inform, One).ClientAddress("10.20.0.50")).Reply!;
        reply.Type.ShouldBe(MessageType.Ack);
        reply.LeaseTime.ShouldBeNull();
        reply.YourAddress.IsAny.ShouldBeTrue();
    }

    [Fact]
    public void Leases_of_the_store_are_kept_after_a_restart()
    {
        var client = new PacketBuilder(MessageType.Discover, One).Message().Client;
        _server = Server("10.20.0.100", "10.20.0.101");
        _server.Table.Load(
            [
                new Lease("rack1", IPAddress.Parse("10.20.0.100"), client, LeaseState.Bound, _clock.GetUtcNow() + TimeSpan.FromMinutes(10)),
                new Lease("rack1", IPAddress.Parse("10.20.0.101"), new HardwareAddress(0, [10, 20, 0, 101]), LeaseState.Declined, _clock.GetUtcNow() + TimeSpan.FromMinutes(10)),
            ], _clock.GetUtcNow().UtcTicks);
        Discover(Two).Event.Kind.ShouldBe(DhcpEventKind.Exhausted);
        Offer(One).ShouldBe("10.20.0.100");
    }

    [Fact]
    public void The_gateway_the_name_servers_and_our_own_address_are_never_given()
    {
        _server = new LeaseServer(new DhcpNetwork("rack1", PacketBuilder.Subnet("10.20.0.0/29"))
        {
            Mode = NetworkMode.Full,
            First = PacketBuilder.Address("10.20.0.0"),
            Last = PacketBuilder.Address("10.20.0.7"),
            Gateway = PacketBuilder.Address("10.20.0.2"),
            DomainServers = [PacketBuilder.Address("10.20.0.3")],
        }, _policy, address => address == PacketBuilder.Address("10.20.0.1"));
        Enumerable.Range(1, 4).Select(i => Discover($"52:54:00:20:00:0{i}").Reply?.YourAddress.ToString()).ShouldBe(["10.20.0.4", "10.20.0.5", "10.20.0.6", null]);
    }

    [Fact]
    public void No_sequence_of_messages_gives_an_address_to_two_clients()
    {
        var step = Gen.Select(Gen.Int[0, 5], Gen.Int[0, 7], Gen.Int[0, 5], Gen.Int[0, 4000]);
        step.List[1, 120].Sample(steps =>
        {
            var clock = new FakeTimeProvider();
            var server = Server("10.20.0.100", "10.20.0.103");
            var held = new Dictionary<string, (HardwareAddress Client, DateTimeOffset Until)>();
            foreach (var (kind, who, which, seconds) in steps)
            {
                clock.Advance(TimeSpan.FromSeconds(seconds / 10));
                var mac = $"52:54:00:20:00:0{who}";
                var address = $"10.20.0.{100 + which}";
                var packet = kind switch
                {
                    0 => new PacketBuilder(MessageType.Discover, mac),
                    1 => new PacketBuilder(MessageType.Request, mac).Requested(address).Server("10.20.0.1"),
                    2 => new PacketBuilder(MessageType.Request, mac).ClientAddress(address),
                    3 => new PacketBuilder(MessageType.Release, mac).ClientAddress(address),
                    4 => new PacketBuilder(MessageType.Decline, mac).Requested(address),
                    _ => new PacketBuilder(MessageType.Request, mac).Requested(address),
                };
                var message = packet.Message();
                var decision = server.Decide(message, null, null, PacketBuilder.Address("10.20.0.1"), clock.GetUtcNow());
                if (decision.Entry is { } entry && seconds % 2 == 0) entry.DurableUntil = decision.Lease!.Expires.UtcTicks;
                if (decision.Lease is { State: not LeaseState.Bound }) held.Remove(address);
                if (decision.Reply is not { Type: MessageType.Ack } ack) continue;
                var given = ack.YourAddress.ToString();
                if (held.TryGetValue(given, out var holder) && holder.Client != message.Client) holder.Until.ShouldBeLessThanOrEqualTo(clock.GetUtcNow());
                held[given] = (message.Client, clock.GetUtcNow() + TimeSpan.FromSeconds(ack.LeaseTime!.Value));
            }
        }, iter: 3000);
    }

    private LeaseServer Server(string first, string last, bool authoritative = true) => new(new DhcpNetwork("rack1", PacketBuilder.Subnet("10.20.0.0/24"))
    {
        Mode = NetworkMode.Full,
        First = PacketBuilder.Address(first),
        Last = PacketBuilder.Address(last),
        LeaseTime = TimeSpan.FromHours(1),
        Authoritative = authoritative,
    }, _policy, address => address == PacketBuilder.Address("10.20.0.1"));

    private Decision Decide(PacketBuilder packet)
    {
        var message = packet.Message();
        return _server.Decide(message, BootClient.From(message), null, PacketBuilder.Address("10.20.0.1"), _clock.GetUtcNow());
    }

    private Decision Discover(string mac) => Decide(new PacketBuilder(MessageType.Discover, mac));

    private string? Offer(string mac) => Discover(mac).Reply?.YourAddress.ToString();

    private Decision Request(string mac, string address) => Decide(new PacketBuilder(MessageType.Request, mac).Requested(address).Server("10.20.0.1"));

    private Decision Reboot(string mac, string address) => Decide(new PacketBuilder(MessageType.Request, mac).Requested(address));

    private Decision Renew(string mac, string address) => Decide(new PacketBuilder(MessageType.Request, mac).ClientAddress(address));

    private void Bound(string mac, string address)
    {
        var decision = Request(mac, address);
        decision.Reply!.Type.ShouldBe(MessageType.Ack);
        decision.Entry!.DurableUntil = decision.Lease!.Expires.UtcTicks;
    }
}
