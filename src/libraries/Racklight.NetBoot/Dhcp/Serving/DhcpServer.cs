using System.Buffers;

namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// Serves DHCP and PXE's boot server port. One thread a socket only drains it; one thread decides; leases are committed in groups beside it.
/// </summary>
public sealed class DhcpServer : IAsyncDisposable
{
    /// <summary>About ten seconds of the fastest load measured; who waits longer has asked again.</summary>
    private const int QueueCapacity = 32768;
    private readonly DhcpServerOptions _options;
    private readonly LocalLinks _links;
    private readonly DhcpResponder _responder;
    private readonly PacketQueue _queue = new(QueueCapacity);
    private readonly object _tables = new();
    private readonly List<DhcpSocket> _sockets;
    private readonly Dictionary<DhcpSocket, (DatagramSender Handler, DatagramSender Committer)> _senders = [];
    private readonly List<Thread> _threads = [];
    private readonly LeaseCommitter _committer;
    private readonly Task _committing;
    private bool _disposed;

    private DhcpServer(DhcpServerOptions options, LocalLinks links, DhcpResponder responder, List<DhcpSocket> sockets)
    {
        _options = options;
        _links = links;
        _responder = responder;
        _sockets = sockets;
        Ports = new DhcpPorts((ushort)sockets[0].Port, (ushort)sockets[1].Port);
        foreach (var socket in sockets) _senders[socket] = (new DatagramSender(socket, Counters), new DatagramSender(socket, Counters));
        _committer = new LeaseCommitter(options.Leases, Finish, () => Flush(committer: true), StoreFailed);
        _committing = Task.Run(_committer.RunAsync);
        foreach (var socket in sockets) StartThread("dhcp drain", () => Drain(socket));
        StartThread("dhcp", Handle);
    }

    /// <summary>What was counted.</summary>
    public DhcpCounters Counters { get; } = new();

    /// <summary>The ports in use; where 0 was asked for, what the system chose.</summary>
    public DhcpPorts Ports { get; }

    /// <summary>Loads the leases, opens the sockets and serves.</summary>
    /// <exception cref="ListenException">A port is taken or not permitted.</exception>
    public static async Task<DhcpServer> StartAsync(DhcpServerOptions options, CancellationToken cancellationToken = default)
    {
        var links = new LocalLinks(() => LookWithin(options), options.Clock);
        links.Look();
        var responder = new DhcpResponder(options.Networks, options.Boot, options.Files, options.Policy, links);
        foreach (var server in responder.LeaseServers)
        {
            server.Table.Load(await options.Leases.LoadAsync(server.Network.Name, cancellationToken), options.Clock.GetUtcNow().UtcTicks);
        }
        var sockets = new List<DhcpSocket>();
        options.Within(() => ListeningPlan.Open(options, sockets));
        return new DhcpServer(options, links, responder, sockets);
    }

    /// <summary>Call after reservations changed: addresses that were withheld are looked at again.</summary>
    public void ReservationsChanged()
    {
        lock (_tables)
        {
            foreach (var server in _responder.LeaseServers) server.Table.Reconsider();
        }
    }

    /// <summary>Stops; leases already granted are written and answered first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        foreach (var socket in _sockets) socket.Close();
        _queue.Close();
        await Task.Run(() => _threads.ForEach(thread => thread.Join()));
        _committer.Complete();
        await _committing;
        foreach (var (handler, committer) in _senders.Values)
        {
            handler.Dispose();
            committer.Dispose();
        }
        _sockets.ForEach(socket => socket.Dispose());
    }

    private static IReadOnlyList<LocalLink> LookWithin(DhcpServerOptions options)
    {
        IReadOnlyList<LocalLink> links = [];
        options.Within(() => links = LocalLink.All());
        return links;
    }

    private void StartThread(string name, ThreadStart work)
    {
        var thread = new Thread(work) { IsBackground = true, Name = name };
        _threads.Add(thread);
        thread.Start();
    }

    private void Drain(DhcpSocket socket)
    {
        using var receiver = new DatagramReceiver(socket);
        var received = new List<Datagram>();
        while (receiver.TryReceive(received))
        {
            if (received.Count == 0) continue;
            Counters.CountReceived(received.Count);
            var dropped = _queue.Add(received);
            if (dropped > 0)
            {
                Counters.CountDropped(dropped);
                for (var i = received.Count - dropped; i < received.Count; i++) ArrayPool<byte>.Shared.Return(received[i].Buffer);
            }
            received.Clear();
        }
    }

    private void Handle()
    {
        var batch = new List<Datagram>();
        while (_queue.TryTake(ref batch))
        {
            var now = _options.Clock.GetUtcNow();
            foreach (var datagram in batch)
            {
                Handle(datagram, now);
                ArrayPool<byte>.Shared.Return(datagram.Buffer);
            }
            batch.Clear();
            Flush(committer: false);
        }
    }

    private void Handle(in Datagram datagram, DateTimeOffset now)
    {
        if (!DhcpMessage.TryParse(datagram.Octets, out var message, out var fault))
        {
            Counters.CountMalformed();
            _options.Observer.Saw(new DhcpEvent(DhcpEventKind.Malformed) { Source = datagram.Arrival.Source, Reason = fault.ToString() });
            return;
        }
        // Other servers' broadcasts come by here too.
        if (message.IsReply) return;
        Decision decision;
        lock (_tables) decision = _responder.Decide(message, datagram.Arrival, now);
        if (decision.Lease is not null) Queue(datagram, message, decision);
        else if (decision.Reply is not null) Send(datagram, message, decision.Reply);
        _options.Observer.Saw(decision.Event);
    }

    private void Send(in Datagram datagram, DhcpMessage request, DhcpReply reply)
    {
        var sender = _senders[datagram.Socket].Handler;
        var length = reply.Encode(request, sender.Buffer);
        sender.Add(length, ReplyRoute.For(request, reply.Type, datagram.Arrival, Ports), datagram.Arrival);
    }

    private void Queue(in Datagram datagram, DhcpMessage request, Decision decision)
    {
        var pending = new PendingReply(decision.Lease!, _responder.LeaseServerOf(decision.Lease!.Network)) { Entry = decision.Entry };
        if (decision.Reply is { } reply)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(DhcpReply.BufferLength);
            pending = pending with
            {
                Socket = datagram.Socket,
                Buffer = buffer,
                Length = reply.Encode(request, buffer),
                Route = ReplyRoute.For(request, reply.Type, datagram.Arrival, Ports),
                Arrival = datagram.Arrival,
                Request = request,
            };
        }
        if (!_committer.TryAdd(pending)) Counters.CountDropped(1);
    }

    /// <summary>A lease is durable, or another server's: the client may be told.</summary>
    private void Finish(PendingReply pending, bool granted)
    {
        if (!granted && pending.Entry is not null)
        {
            lock (_tables) pending.Server?.Concede(pending.Entry, _options.Clock.GetUtcNow());
            _options.Observer.Saw(new DhcpEvent(DhcpEventKind.Conflict) { Message = pending.Request, Network = pending.Lease.Network, Address = IPv4.From(pending.Lease.Address), Reason = "another server gave this address" });
            Refuse(pending);
            return;
        }
        if (pending.Entry is { } entry) entry.DurableUntil = pending.Lease.Expires.UtcTicks;
        if (pending.Socket is null) return;
        var sender = _senders[pending.Socket].Committer;
        pending.Buffer.AsSpan(0, pending.Length).CopyTo(sender.Buffer);
        sender.Add(pending.Length, pending.Route, pending.Arrival);
    }

    private void Refuse(PendingReply pending)
    {
        if (pending.Socket is null || pending.Request is null) return;
        var sender = _senders[pending.Socket].Committer;
        var length = new DhcpReply(MessageType.Nak, pending.Arrival.Local) { Message = "another server gave this address" }.Encode(pending.Request, sender.Buffer);
        sender.Add(length, ReplyRoute.For(pending.Request, MessageType.Nak, pending.Arrival, Ports), pending.Arrival);
    }

    private void StoreFailed(Exception e, int count)
    {
        Counters.CountDropped(count);
        _options.Observer.Saw(new DhcpEvent(DhcpEventKind.StoreFailed) { Reason = e.Message });
    }

    private void Flush(bool committer)
    {
        foreach (var sender in _senders.Values) (committer ? sender.Committer : sender.Handler).Flush();
    }
}
