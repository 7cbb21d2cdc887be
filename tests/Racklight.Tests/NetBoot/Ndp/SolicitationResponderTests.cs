using System.Net;
using System.Net.Sockets;
using Racklight.App;
using Racklight.NetBoot.Ndp;
using Racklight.Tests.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Ndp;

public sealed class SolicitationResponderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_client_that_it_concerns_is_told_that_there_is_no_router(bool concerned)
    {
        await using var wire = await Wire.UpAsync();
        var server = await IndexAsync(wire.Server, "s0");
        var asked = new TaskCompletionSource();
        await using var responder = NetworkNamespace.Run(wire.Server, () => SolicitationResponder.Start([server], _ =>
        {
            asked.TrySetResult();
            return concerned;
        }));
        var index = await IndexAsync(wire.Client, "c0");
        using var client = NetworkNamespace.Run(wire.Client, () => new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6));
        client.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
        var routers = new IPEndPoint(new IPAddress(IPAddress.Parse("ff02::2").GetAddressBytes(), index), 0);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));

        var answer = ReceiveAsync(client, limit.Token);
        // The link-local address takes a second or two to be usable: asked again until heard, as every client does.
        while (!asked.Task.IsCompleted)
        {
            try
            {
                await client.SendToAsync(new byte[] { 133, 0, 0, 0, 0, 0, 0, 0 }, SocketFlags.None, routers, limit.Token);
            }
            catch (SocketException)
            {
                // No address yet.
            }
            await Task.WhenAny(asked.Task, Task.Delay(200, limit.Token));
        }

        if (concerned) (await answer).ShouldBe([134, 0]);
        else
        {
            (await Task.WhenAny(answer, Task.Delay(500, limit.Token))).ShouldNotBe(answer);
            responder.Answered.ShouldBe(0);
        }
    }

    /// <summary>The type and code of the next advertisement.</summary>
    private static async Task<byte[]> ReceiveAsync(Socket client, CancellationToken cancellationToken)
    {
        var buffer = new byte[1500];
        while (true)
        {
            var received = await client.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.IPv6Any, 0), cancellationToken);
            if (received.ReceivedBytes == 16 && buffer[0] == 134) return buffer[..2];
        }
    }

    private static async Task<int> IndexAsync(string name, string device)
    {
        var line = await Wire.Ip("-n", name, "-o", "link", "show", device);
        return int.Parse(line[..line.IndexOf(':', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
    }
}
