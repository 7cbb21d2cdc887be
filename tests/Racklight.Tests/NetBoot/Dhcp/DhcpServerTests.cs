using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>The whole server, over loopback with free ports.</summary>
public sealed class DhcpServerTests : IAsyncLifetime, IDhcpObserver
{
    private readonly MemoryLeaseStore _store = new();
    private readonly Channel<DhcpEvent> _events = Channel.CreateBounded<DhcpEvent>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private DhcpServer _server = null!;
    private DhcpPorts _ports = null!;

    public async ValueTask InitializeAsync()
    {
        _client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _client.ReceiveTimeout = 10_000;
        // Port 0 for both: the kernel chooses, so tests never meet.
        _server = await DhcpServer.StartAsync(Options(new DhcpPorts(0, 0)));
        _ports = _server.Ports;
    }

    public async ValueTask DisposeAsync()
    {
        _store.Gate.TrySetResult();
        await _server.DisposeAsync();
        _client.Dispose();
    }

    void IDhcpObserver.Saw(in DhcpEvent seen) => _events.Writer.TryWrite(seen);

    [Fact]
    public void Discover_offer_request_ack()
    {
        Send(new PacketBuilder(MessageType.Discover));
        var offer = Receive();
        offer.Type.ShouldBe(MessageType.Offer);
        offer.ServerIdentifier.ShouldBe(PacketBuilder.Address("127.0.0.1"));
        Send(new PacketBuilder(MessageType.Request).Requested(offer.YourAddress.ToString()).Server("127.0.0.1"));
        var ack = Receive();
        ack.Type.ShouldBe(MessageType.Ack);
        _store.Leases.ShouldContainKey(ack.YourAddress.ToIPAddress());
    }

    [Fact]
    public void An_ack_is_not_sent_before_its_lease_is_durable()
    {
        _store.Gate = new TaskCompletionSource();
        Send(new PacketBuilder(MessageType.Request).Requested("127.77.0.10").Server("127.0.0.1"));
        // Another client's offer comes while the ACK waits: the write delays nobody else.
        Send(new PacketBuilder(MessageType.Discover, "52:54:00:20:00:09", 9));
        Receive().Transaction.ShouldBe(9u);
        _store.Gate.SetResult();
        Receive().Type.ShouldBe(MessageType.Ack);
    }

    [Fact]
    public async Task A_store_that_fails_leaves_the_client_without_answer_and_the_server_alive()
    {
        _store.Fails = true;
        Send(new PacketBuilder(MessageType.Request).Requested("127.77.0.10").Server("127.0.0.1"));
        while ((await _events.Reader.ReadAsync()).Kind != DhcpEventKind.StoreFailed)
        {
        }
        _store.Fails = false;
        Send(new PacketBuilder(MessageType.Request).Requested("127.77.0.10").Server("127.0.0.1"));
        Receive().Type.ShouldBe(MessageType.Ack);
    }

    [Fact]
    public void An_address_that_another_server_gave_is_refused_and_not_offered_again()
    {
        _store.Foreign.Add(IPAddress.Parse("127.77.0.10"));
        Send(new PacketBuilder(MessageType.Request).Requested("127.77.0.10").Server("127.0.0.1"));
        Receive().Type.ShouldBe(MessageType.Nak);
        Send(new PacketBuilder(MessageType.Discover).Requested("127.77.0.10"));
        Receive().YourAddress.ToString().ShouldNotBe("127.77.0.10");
    }

    [Fact]
    public void The_boot_server_port_answers_where_it_was_asked()
    {
        Send(Corpus.Uefi(7, MessageType.Request), bootServer: true);
        var ack = Receive();
        ack.Type.ShouldBe(MessageType.Ack);
        ack.BootFile.ShouldBe("snponly.efi");
    }

    [Fact]
    public void After_a_hundred_thousand_malformed_packets_a_valid_one_is_answered()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var packet = FuzzTests.Mutate(Corpus.Packets[random.Next(Corpus.Packets.Count)], random);
            packet[0] = (byte)(i % 2 == 0 ? 7 : 2);
            _client.SendTo(packet, new IPEndPoint(IPAddress.Loopback, i % 10 == 0 ? _ports.BootServer : _ports.Server));
        }
        Send(new PacketBuilder(MessageType.Discover, transaction: 77));
        Receive().Transaction.ShouldBe(77u);
        _server.Counters.Malformed.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        var failure = await Should.ThrowAsync<ListenException>(() => DhcpServer.StartAsync(Options(_ports)));
        failure.Error.ShouldBe(SocketError.AddressAlreadyInUse);
        failure.Message.ShouldBe($"cannot listen on UDP port {_ports.Server} of 127.0.0.1: another program has it");
    }

    private DhcpServerOptions Options(DhcpPorts ports) => new()
    {
        Networks = [new DhcpNetwork("lo", PacketBuilder.Subnet("127.0.0.0/8")) { Mode = NetworkMode.Full, First = PacketBuilder.Address("127.77.0.10"), Last = PacketBuilder.Address("127.77.3.255") }],
        Boot = new BootOptions { ScriptUrl = address => $"http://{address}:8080/boot.ipxe", LoaderUrl = (address, file) => $"http://{address}:8080/loader/{file}" },
        Files = new FixedFiles(),
        Policy = new OpenPolicy(),
        Leases = _store,
        Observer = this,
        Ports = ports,
        Address = IPAddress.Loopback,
    };

    private void Send(PacketBuilder packet, bool bootServer = false)
        => _client.SendTo(packet.Build(), new IPEndPoint(IPAddress.Loopback, bootServer ? _ports.BootServer : _ports.Server));

    private DhcpMessage Receive()
    {
        var buffer = new byte[2048];
        var length = _client.Receive(buffer);
        DhcpMessage.TryParse(buffer.AsSpan(0, length), out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message!;
    }
}
