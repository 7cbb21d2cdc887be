using System.Net;
using System.Net.Sockets;
using Racklight.App;
using Racklight.NetBoot.Tftp;

namespace Racklight.Tests.NetBoot.Tftp;

public sealed class TftpLossTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_hundred_machines_on_a_wire_that_loses_one_packet_in_a_hundred_all_get_their_file(bool singlePort)
    {
        Needs.Root();
        Needs.Program("ip");
        await using var wire = await LossyWire.CreateAsync(loss: 0.01);
        await using var server = await TftpFixture.StartAsync(options => options with
        {
            Listen = [new TftpListen(new IPEndPoint(IPAddress.Parse(LossyWire.ServerAddress), 69))],
            SinglePort = singlePort,
            RunLoop = loop => NetworkNamespace.Run(wire.Server, () =>
            {
                loop();
                return 0;
            }),
        });
        var content = server.Write("snponly.efi", 170_000);
        var downloads = Enumerable.Range(0, 100).Select(async i =>
        {
            using var client = new TftpProbe(server.EndPoint, () => NetworkNamespace.Run(wire.Client, () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)));
            return await client.Download("snponly.efi", 1468, i % 3 == 0 ? 1 : i % 3 == 1 ? 4 : 16);
        }).ToArray();
        (await Task.WhenAll(downloads)).Count(download => content.AsSpan().SequenceEqual(download)).ShouldBe(100);
    }
}
