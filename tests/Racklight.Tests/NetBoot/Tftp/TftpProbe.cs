using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Racklight.Tests.NetBoot.Tftp;

/// <summary>A client that does what a test says, packet by packet, or a whole download with retries as firmware does it.</summary>
internal sealed class TftpProbe : IDisposable
{
    private readonly Socket _socket;
    private readonly IPEndPoint _anyone;
    private readonly byte[] _buffer = new byte[70_000];

    public TftpProbe(IPEndPoint server, Func<Socket>? make = null)
    {
        Server = server;
        _socket = make?.Invoke() ?? new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _socket.ReceiveBufferSize = 1 << 20;
        _anyone = new IPEndPoint(server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        _socket.Bind(_anyone);
    }

    public IPEndPoint Server { get; }

    /// <summary>Where the last packet came from.</summary>
    public IPEndPoint From { get; private set; } = new(IPAddress.None, 0);

    public void Request(params string[] fields) => Send(TftpRequestTests.Rrq(fields), Server);

    public void Send(byte[] packet, IPEndPoint? to = null) => _socket.SendTo(packet, to ?? From);

    public void Acknowledge(int block) => Send([0, 4, (byte)(block >> 8), (byte)block]);

    public async Task<byte[]> Receive() => await Receive(TimeSpan.FromSeconds(20)) ?? throw new TimeoutException("no packet came");

    public async Task<byte[]?> Receive(TimeSpan limit)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            var result = await _socket.ReceiveFromAsync(_buffer, _anyone, timeout.Token);
            From = (IPEndPoint)result.RemoteEndPoint;
            return _buffer[..result.ReceivedBytes];
        }
        catch (OperationCanceledException) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A packet's text, zeros as <c>|</c>.</summary>
    public static string Text(byte[] packet) => Encoding.Latin1.GetString(packet.AsSpan(2)).Replace('\0', '|');

    /// <summary>Downloads a file, repeating the last packet each second as RFC 1123 §4.2.3.2 has it; null when the server said an error or nothing at all.</summary>
    /// <remarks>On a thread of its own: a machine waits for its packets only, and not for a turn in a pool that other tests keep busy for longer than the server has patience.</remarks>
    public Task<byte[]?> Download(string name, int block, int window)
        => Task.Factory.StartNew(() => DownloadBlocking(name, block, window), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private byte[]? ReceiveBlocking(int milliseconds)
    {
        if (!_socket.Poll(milliseconds * 1000, SelectMode.SelectRead)) return null;
        EndPoint from = _anyone;
        var length = _socket.ReceiveFrom(_buffer, ref from);
        From = (IPEndPoint)from;
        return _buffer[..length];
    }

    private byte[]? DownloadBlocking(string name, int block, int window)
    {
        var content = new MemoryStream();
        byte[] last = TftpRequestTests.Rrq(name, "octet", "blksize", $"{block}", "windowsize", $"{window}");
        var target = Server;
        Send(last, target);
        var expected = 1L;
        var inWindow = 0;
        var gap = false;
        for (var tries = 0; tries < 12;)
        {
            if (ReceiveBlocking(1000) is not { } packet)
            {
                tries++;
                gap = false;
                inWindow = 0;
                Send(last, target);
                continue;
            }
            target = From;
            if (packet[1] == 5) return null;
            if (packet[1] == 6 && expected == 1)
            {
                Send(last = [0, 4, 0, 0], target);
                continue;
            }
            if (packet[1] != 3) continue;
            var distance = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(2)) - (ushort)expected);
            if (distance == 0)
            {
                content.Write(packet, 4, packet.Length - 4);
                last = [0, 4, packet[2], packet[3]];
                expected++;
                tries = 0;
                gap = false;
                var end = packet.Length - 4 < block;
                if (end || ++inWindow >= window)
                {
                    inWindow = 0;
                    Send(last, target);
                }
                if (end) return content.ToArray();
            }
            else if (distance < 0x8000 && !gap)
            {
                gap = true;
                inWindow = 0;
                Send(last, target);
            }
        }
        return null;
    }

    public void Dispose() => _socket.Dispose();
}
