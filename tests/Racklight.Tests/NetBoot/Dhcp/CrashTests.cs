using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>kill -9 under load: what a client was told is there after the restart.</summary>
public sealed class CrashTests
{
    private const string Arguments = "RACKLIGHT_TESTS_DHCP_SERVER";

    /// <summary>The server that the other test kills: runs in a process of its own, and only when it is asked for by name.</summary>
    [Fact(Explicit = true)]
    public async Task Serves_until_it_is_killed()
        => (await LeaseServerProgram.RunAsync((Environment.GetEnvironmentVariable(Arguments) ?? "").Split(' '))).ShouldBe(0);

    [Fact]
    public async Task Every_ack_that_a_client_saw_is_there_after_kill_9()
    {
        var directory = Directory.CreateTempSubdirectory("rl-crash");
        try
        {
            var file = Path.Combine(directory.FullName, "leases");
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            client.ReceiveTimeout = 300;
            var seen = new Dictionary<IPv4, HardwareAddress>();
            for (var round = 0; round < 3; round++)
            {
                var (port, bootPort) = (FreePort(), FreePort());
                using var server = Start($"127.0.0.1 {port} {bootPort} 127.0.0.0/8 127.77.0.0 127.77.255.255 {file}");
                string? line;
                do
                {
                    line = await server.StandardOutput.ReadLineAsync();
                    line.ShouldNotBeNull("the server did not start");
                }
                while (!line.EndsWith("ready", StringComparison.Ordinal));
                var known = seen.Count;
                Load(client, port, round, seen, () => seen.Count >= known + 300);
                server.Kill();
                await server.WaitForExitAsync();
                // Answers that the kernel still holds were sent: the client would have seen them.
                Collect(client, seen);
            }
            using var store = new FileLeaseStore(file);
            var kept = (await store.LoadAsync("net", CancellationToken.None)).ToDictionary(lease => IPv4.From(lease.Address), lease => lease.Client);
            seen.Count.ShouldBeGreaterThanOrEqualTo(900);
            foreach (var (address, holder) in seen) kept[address].ShouldBe(holder, $"the lease of {address} is lost");
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static void Load(Socket client, int port, int round, Dictionary<IPv4, HardwareAddress> seen, Func<bool> enough)
    {
        for (var i = 0; !enough() && i < 20_000; i++)
        {
            var mac = new MacAddress(0x020000000000UL | (ulong)round << 24 | (uint)i).ToString();
            client.SendTo(new PacketBuilder(MessageType.Discover, mac, (uint)i).Build(), new IPEndPoint(IPAddress.Loopback, port));
            if (i % 16 == 15) Answer(client, port, seen);
        }
    }

    private static void Answer(Socket client, int port, Dictionary<IPv4, HardwareAddress> seen)
    {
        var buffer = new byte[2048];
        while (client.Poll(20_000, SelectMode.SelectRead))
        {
            if (Read(client, buffer) is not { } message) return;
            if (message.Type == MessageType.Ack) Note(message, seen);
            if (message.Type != MessageType.Offer) continue;
            var request = new PacketBuilder(MessageType.Request, message.Client.ToString(), message.Transaction).Requested(message.YourAddress.ToString()).Server("127.0.0.1");
            client.SendTo(request.Build(), new IPEndPoint(IPAddress.Loopback, port));
        }
    }

    private static void Collect(Socket client, Dictionary<IPv4, HardwareAddress> seen)
    {
        var buffer = new byte[2048];
        while (client.Poll(50_000, SelectMode.SelectRead))
        {
            if (Read(client, buffer) is { Type: MessageType.Ack } message) Note(message, seen);
        }
    }

    private static void Note(DhcpMessage ack, Dictionary<IPv4, HardwareAddress> seen)
    {
        if (seen.TryGetValue(ack.YourAddress, out var holder)) holder.ShouldBe(ack.Client, $"{ack.YourAddress} was given twice");
        seen[ack.YourAddress] = ack.Client;
    }

    private static DhcpMessage? Read(Socket client, byte[] buffer)
    {
        try
        {
            return DhcpMessage.TryParse(buffer.AsSpan(0, client.Receive(buffer)), out var message, out _) ? message : null;
        }
        catch (SocketException)
        {
            // The server is gone: its port answers with ICMP.
            return null;
        }
    }

    private static Process Start(string arguments) => global::Racklight.App.ProcessRunner.Start(new global::Racklight.App.ProcessSpec(Environment.ProcessPath!, "-explicit", "only", "-method", $"{typeof(CrashTests).FullName}.{nameof(Serves_until_it_is_killed)}")
    {
        Environment = new Dictionary<string, string?> { [Arguments] = arguments },
    });

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
