using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Racklight.NetBoot.Dhcp;

/// <summary>Asks a link which DHCP servers are there.</summary>
public static class DhcpProbe
{
    private const int LargestAnswerCount = 256;

    /// <summary>All ask again, as firmware does: packets get lost, and servers drop what comes while they test an address for the same client.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    /// <summary>Asks as a machine without an address does, and collects the answers.</summary>
    /// <param name="link">The interface to ask on.</param>
    /// <param name="ports">The ports in use.</param>
    /// <param name="architecture">Ask as PXE or HTTP firmware of that kind; null: as an ordinary client.</param>
    /// <param name="duration">How long answers are collected. Servers that look first whether an address is in use take one to three seconds, but answer the INFORM at once.</param>
    /// <param name="isEnough">Ends the collecting early; null: never.</param>
    /// <param name="within">Opens the socket, in another network namespace if need be.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="ListenException">The client port cannot be opened: the probe cannot be done.</exception>
    public static Task<IReadOnlyList<ProbeAnswer>> AskAsync(LocalLink link, DhcpPorts ports, ClientArchitecture? architecture, TimeSpan duration,
        Func<ProbeAnswer, bool>? isEnough, Action<Action> within, TimeProvider clock, CancellationToken cancellationToken)
        => AskAllAsync(link, ports, [new ProbeClient(architecture)], duration, isEnough, within, clock, cancellationToken);

    /// <summary>
    /// Asks as several kinds of client at once. They share one hardware address, so that a server sets one address of its range aside, not one for each.
    /// </summary>
    /// <param name="link">The interface to ask on.</param>
    /// <param name="ports">The ports in use.</param>
    /// <param name="clients">Whom to ask as.</param>
    /// <param name="duration">How long answers are collected.</param>
    /// <param name="isEnough">Ends the collecting early; null: never.</param>
    /// <param name="within">Opens the socket, in another network namespace if need be.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the probe.</param>
    /// <exception cref="ListenException">The client port cannot be opened: the probe cannot be done.</exception>
    public static async Task<IReadOnlyList<ProbeAnswer>> AskAllAsync(LocalLink link, DhcpPorts ports, IReadOnlyList<ProbeClient> clients, TimeSpan duration,
        Func<ProbeAnswer, bool>? isEnough, Action<Action> within, TimeProvider clock, CancellationToken cancellationToken)
    {
        Socket? opened = null;
        within(() => opened = Open(link.Name, ports.Client));
        using var socket = opened!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, duration, Timeout.InfiniteTimeSpan);
        var first = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue - clients.Count);
        var answers = new ConcurrentDictionary<(int, IPv4, bool), ProbeAnswer>();
        var asking = KeepAskingAsync();
        var buffer = new byte[DhcpMessage.MaximumLength];
        try
        {
            while (answers.Count < LargestAnswerCount)
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), limit.Token);
                if (!DhcpMessage.TryParse(buffer.AsSpan(0, received.ReceivedBytes), out var message, out _) || !message.IsReply) continue;
                var index = message.Transaction - first;
                if (index >= (uint)clients.Count) continue;
                if (ProbeAnswer.Read(message, clients[(int)index], IPv4.From(((IPEndPoint)received.RemoteEndPoint).Address)) is not { } answer) continue;
                // The answer to an INFORM has no address: an offer of the same server says more.
                answers.AddOrUpdate(((int)index, answer.Server, answer.IsProxy), answer, (_, known) => known.Offered.IsAny ? answer : known);
                if (isEnough?.Invoke(answer) == true) break;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up.
        }
        catch (SocketException e) when (IsDown(e))
        {
            // A link that is down has no servers.
        }
        finally
        {
            await limit.CancelAsync();
            await asking;
        }
        return [.. answers.OrderBy(pair => pair.Key.Item1).ThenBy(pair => pair.Value.IsProxy).ThenBy(pair => pair.Value.Server).Select(pair => pair.Value)];

        async Task KeepAskingAsync()
        {
            var packet = new byte[DhcpReply.BufferLength];
            var destination = new IPEndPoint(IPAddress.Broadcast, ports.Server);
            var own = OwnAddress();
            using var pace = new PeriodicTimer(Pace, clock);
            try
            {
                do
                {
                    for (var i = 0; i < clients.Count; i++)
                    {
                        var length = clients[i].Write(packet, MessageType.Discover, first + (uint)i, own, default);
                        await socket.SendToAsync(packet.AsMemory(0, length), SocketFlags.None, destination, limit.Token);
                        if (clients[i].Architecture is not null || link.Addresses.Count == 0) continue;
                        length = clients[i].Write(packet, MessageType.Inform, first + (uint)i, own, link.Addresses[0].Address);
                        await socket.SendToAsync(packet.AsMemory(0, length), SocketFlags.None, destination, limit.Token);
                    }
                }
                while (await pace.WaitForNextTickAsync(limit.Token));
            }
            catch (OperationCanceledException)
            {
                // The time is up.
            }
            catch (SocketException e) when (IsDown(e))
            {
                await limit.CancelAsync();
            }
        }
    }

    /// <summary>Asks a PXE boot server (BINL) as UEFI firmware does after an offer without option 43: a REQUEST to its port 4011 by unicast.</summary>
    /// <param name="link">The interface to ask on; it must have an address, since the answer is sent there.</param>
    /// <param name="server">The boot server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="client">Whom to ask as.</param>
    /// <param name="duration">How long to wait.</param>
    /// <param name="within">Opens the socket, in another network namespace if need be.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <returns>The answer; null when there was none.</returns>
    /// <exception cref="ListenException">No socket can be opened.</exception>
    public static async Task<ProbeAnswer?> AskBootServerAsync(LocalLink link, IPv4 server, int port, ProbeClient client, TimeSpan duration, Action<Action> within, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (link.Addresses.Count == 0) return null;
        Socket? opened = null;
        within(() => opened = Open(link.Name, 0));
        using var socket = opened!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), limit, duration, Timeout.InfiniteTimeSpan);
        var transaction = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
        var packet = new byte[DhcpMessage.MaximumLength];
        try
        {
            var length = client.Write(packet.AsSpan(0, DhcpReply.BufferLength), MessageType.Request, transaction, OwnAddress(), link.Addresses[0].Address);
            await socket.SendToAsync(packet.AsMemory(0, length), SocketFlags.None, new IPEndPoint(server.ToIPAddress(), port), limit.Token);
            while (true)
            {
                var received = await socket.ReceiveFromAsync(packet, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), limit.Token);
                if (!DhcpMessage.TryParse(packet.AsSpan(0, received.ReceivedBytes), out var message, out _) || !message.IsReply || message.Transaction != transaction) continue;
                if (ProbeAnswer.Read(message, client, IPv4.From(((IPEndPoint)received.RemoteEndPoint).Address)) is { } answer) return answer;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException e) when (IsDown(e) || e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return null;
        }
    }

    private static bool IsDown(SocketException e) => e.SocketErrorCode is SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostUnreachable;

    /// <summary>A hardware address of this probe's own: locally administered.</summary>
    private static HardwareAddress OwnAddress()
    {
        Span<byte> octets = stackalloc byte[6];
        RandomNumberGenerator.Fill(octets);
        octets[0] = 0x02;
        return new HardwareAddress(1, octets);
    }

    private static Socket Open(string interfaceName, ushort port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        try
        {
            // A DHCP client of this machine may sit on the port as well.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.SetRawSocketOption(1, 25, Encoding.ASCII.GetBytes(interfaceName + "\0"));
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ListenException(IPAddress.Any, port, interfaceName, e.SocketErrorCode, e);
        }
    }
}
