using System.Net;
using System.Net.Sockets;

namespace Racklight.NetBoot.Ndp;

/// <summary>
/// Tells chosen clients that there is no IPv6 router. iPXE configures IPv4 and IPv6 side by side and goes on when both are settled: where
/// nobody answers its solicitations that takes it 16 seconds of every boot. The answer goes to the asking client alone.
/// </summary>
public sealed class SolicitationResponder : IAsyncDisposable
{
    private const int IPv6Level = 41;
    private const int UnicastHops = 16;
    private const int IcmpLevel = 58;
    private const int IcmpFilter = 1;
    private static readonly IPAddress AllRouters = IPAddress.Parse("ff02::2");

    private readonly Socket _socket;
    private readonly Func<ReadOnlyMemory<byte>, bool> _concerns;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private SolicitationResponder(Socket socket, Func<ReadOnlyMemory<byte>, bool> concerns)
    {
        _socket = socket;
        _concerns = concerns;
        _running = RunAsync();
    }

    /// <summary>How many solicitations were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Listens on interfaces; call it in the network namespace that they are in.</summary>
    /// <param name="interfaces">Interface indices.</param>
    /// <param name="concerns">Whether a client, by the six octets of its Ethernet address, is to be answered. Called on the receiving task: cheap.</param>
    /// <exception cref="SocketException">No permission (CAP_NET_RAW), or no IPv6 on this machine.</exception>
    public static SolicitationResponder Start(IEnumerable<int> interfaces, Func<ReadOnlyMemory<byte>, bool> concerns)
    {
        var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
        try
        {
            // RFC 3542 §3.2: a set bit blocks a type. All but solicitations stay in the kernel.
            Span<byte> filter = stackalloc byte[32];
            filter.Fill(0xFF);
            filter[RouterMessages.SolicitationType / 8] &= unchecked((byte)~(1 << RouterMessages.SolicitationType % 8));
            socket.SetRawSocketOption(IcmpLevel, IcmpFilter, filter);
            // RFC 4861 §6.1.2: a receiver drops an advertisement that could have come through a router.
            Span<byte> hops = stackalloc byte[4];
            BitConverter.TryWriteBytes(hops, 255);
            socket.SetRawSocketOption(IPv6Level, UnicastHops, hops);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            foreach (var index in interfaces) Join(socket, index);
            return new SolicitationResponder(socket, concerns);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _socket.Dispose();
        await _running;
        _stopping.Dispose();
    }

    private static void Join(Socket socket, int index)
    {
        try
        {
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.AddMembership, new IPv6MulticastOption(AllRouters, index));
        }
        catch (SocketException)
        {
            // An interface with IPv6 switched off has no solicitations to hear.
        }
    }

    private async Task RunAsync()
    {
        var buffer = new byte[1500];
        var client = new byte[6];
        var answer = RouterMessages.NoRouter();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.IPv6Any, 0), _stopping.Token);
                var source = (IPEndPoint)received.RemoteEndPoint;
                if (!RouterMessages.IsSolicitation(buffer.AsSpan(0, received.ReceivedBytes))) continue;
                if (!RouterMessages.TryGetHardwareAddress(source.Address, client) || !_concerns(client)) continue;
                await _socket.SendToAsync(answer, SocketFlags.None, source, _stopping.Token);
                Answered++;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // An interface that went down, a client that went away: the next datagram is another matter.
            }
        }
    }
}
