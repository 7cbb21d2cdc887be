using System.Net;
using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>
/// The event loop: the socket edge around <see cref="TftpTransfer"/>. One thread, no locks, no allocation for a packet.
/// Each turn serves the transfers first and then takes new requests, so that a storm of requests cannot starve machines that are half-way
/// through their file: firmware gives up there, while a request is simply repeated.
/// </summary>
internal sealed unsafe partial class TftpLoop : IDisposable
{
    // How late a retransmission may be.
    private const int TimerStep = 100;
    private const int Scratch = 72 << 10;

    private readonly TftpServerOptions _options;
    private readonly ITftpFiles _files;
    private readonly ITftpObserver _observer;
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly Epoll _epoll = new();
    private readonly ReceiveBatch _received = new();
    private readonly SendBatch _outgoing = new();
    private readonly byte* _scratch = (byte*)NativeMemory.AlignedAlloc(Scratch, 64);
    private readonly List<TftpListener> _listeners = [];
    private readonly List<TftpSession?> _sessions = [];
    private readonly Stack<int> _free = [];
    private readonly Dictionary<(RawAddress Peer, int Listener), TftpSession> _byPeer = [];
    private readonly TransferSocket _sockets;
    private readonly Lock _stopLock = new();
    private volatile bool _stopping;
    private bool _disposed;
    private long _now;
    private long _lastScan;

    public TftpLoop(TftpServerOptions options, ITftpFiles files, ITftpObserver observer, TimeProvider time)
    {
        _options = options;
        _files = files;
        _observer = observer;
        _time = time;
        _epoch = time.GetTimestamp();
        _sockets = new TransferSocket(options);
    }

    public IReadOnlyList<IPEndPoint> EndPoints => [.. _listeners.Select(listener => listener.EndPoint)];

    /// <summary>Opens the listening sockets.</summary>
    public void Open()
    {
        foreach (var listen in _options.Listen)
        {
            var listener = TftpListener.Open(listen);
            _listeners.Add(listener);
            _epoll.Watch(listener.Descriptor, ListenerTag(_listeners.Count - 1));
        }
    }

    /// <summary>Ends <see cref="Run"/>, from any thread.</summary>
    public void Stop()
    {
        _stopping = true;
        lock (_stopLock)
        {
            if (!_disposed) _epoll.Ring();
        }
    }

    /// <summary>Serves until <see cref="Stop"/>.</summary>
    public void Run()
    {
        Span<bool> asked = stackalloc bool[_listeners.Count];
        while (!_stopping)
        {
            var count = _epoll.Wait(_byPeer.Count > 0 ? TimerStep : -1);
            _now = (long)_time.GetElapsedTime(_epoch).TotalMilliseconds;
            asked.Clear();
            for (var i = 0; i < count; i++)
            {
                var tag = _epoll.Tag(i);
                if (tag >= 0) ReceiveFor(_sessions[tag]);
                else if (tag != Epoll.Bell) asked[ListenerIndex(tag)] = true;
            }
            for (var i = 0; i < asked.Length; i++)
            {
                if (asked[i]) Listen(_listeners[i], i);
            }
            if (_now - _lastScan >= TimerStep) FireTimers();
        }
        foreach (var session in _sessions.ToArray())
        {
            if (session is not null) Abort(session, TftpAbortReason.ServerStopped, "");
        }
    }

    private static int ListenerTag(int index) => -2 - index;

    private static int ListenerIndex(int tag) => -2 - tag;

    private void ReceiveFor(TftpSession? session)
    {
        // Closed by an earlier event of the same turn.
        if (session is null) return;
        var buffer = new Span<byte>(_scratch, 1024);
        var length = Libc.Receive(session.Descriptor, buffer, out var error);
        if (length >= 0) OnPacket(session, buffer[..length]);
        else if (error == Libc.ECONNREFUSED) OnPortClosed(session);
    }

    private void Listen(TftpListener listener, int index)
    {
        var count = _received.Receive(listener.Descriptor);
        if (_options.SinglePort)
        {
            for (var i = 0; i < count; i++)
            {
                var packet = _received.Packet(i);
                if (!IsRequest(packet) && _byPeer.TryGetValue((_received.Peer(i), index), out var session)) OnPacket(session, packet);
            }
        }
        for (var i = 0; i < count; i++)
        {
            if (IsRequest(_received.Packet(i)) && _received.TryGetLocal(i, out var local)) OnRequest(_received.Packet(i), _received.Peer(i), local, listener, index);
        }
        _outgoing.Flush(listener.Descriptor);
    }

    private static bool IsRequest(ReadOnlySpan<byte> packet)
        => TftpPacket.TryReadOpcode(packet, out var opcode) && opcode is TftpOpcode.Read or TftpOpcode.Write;

    private void FireTimers()
    {
        _lastScan = _now;
        for (var i = 0; i < _sessions.Count; i++)
        {
            if (_sessions[i] is not { } session || session.Transfer.Deadline > _now) continue;
            Do(session, session.Transfer.OnTimer(_now), default);
            if (session.Descriptor < 0) _outgoing.Flush(session.Listener.Descriptor);
        }
    }

    public void Dispose()
    {
        lock (_stopLock)
        {
            _disposed = true;
            foreach (var session in _sessions)
            {
                if (session is not null) Close(session);
            }
            foreach (var listener in _listeners) listener.Dispose();
            _epoll.Dispose();
            _received.Dispose();
            _outgoing.Dispose();
            NativeMemory.AlignedFree(_scratch);
        }
    }
}
