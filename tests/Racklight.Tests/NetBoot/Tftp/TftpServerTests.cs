using System.Net;
using System.Text;
using Racklight.NetBoot.Tftp;

namespace Racklight.Tests.NetBoot.Tftp;

public sealed class TftpServerTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 16)]
    [InlineData(true, 1)]
    [InlineData(true, 16)]
    public async Task A_file_arrives_whole(bool singlePort, int window)
    {
        await using var server = await TftpFixture.StartAsync(options => options with { SinglePort = singlePort });
        var content = server.Write("ipxe.efi", 300_001);
        using var client = new TftpProbe(server.EndPoint);
        (await client.Download("ipxe.efi", 1468, window)).ShouldBe(content);
        (client.From.Port == server.EndPoint.Port).ShouldBe(singlePort);
        var (info, counts, abort) = await server.NextEnd();
        abort.ShouldBeNull();
        (info.Name, info.BlockSize, info.WindowSize, counts.Bytes, counts.LastAcknowledged).ShouldBe(("ipxe.efi", 1468, window, 300_001L, true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1024)]
    public async Task Every_length_ends_with_a_short_block(int length)
    {
        await using var server = await TftpFixture.StartAsync();
        var content = server.Write("f", length);
        using var client = new TftpProbe(server.EndPoint);
        (await client.Download("f", 512, 1)).ShouldBe(content);
    }

    [Fact]
    public async Task The_size_probe_of_firmware_is_no_failure()
    {
        await using var server = await TftpFixture.StartAsync();
        server.Write("ipxe.efi", 5000);
        using var client = new TftpProbe(server.EndPoint);
        client.Request("ipxe.efi", "octet", "tsize", "0", "blksize", "1468");
        TftpProbe.Text(await client.Receive()).ShouldBe("blksize|1468|tsize|5000|");
        client.Send([0, 5, 0, 8, .. Encoding.ASCII.GetBytes("User aborted the transfer\0")]);
        var (_, _, abort) = await server.NextEnd();
        abort.ShouldBe(new TftpAbort(TftpAbortReason.SizeProbe, "User aborted the transfer"));
    }

    [Fact]
    public async Task A_repeated_request_is_the_same_transfer()
    {
        await using var server = await TftpFixture.StartAsync();
        server.Write("ipxe.efi", 5000);
        using var client = new TftpProbe(server.EndPoint);
        for (var i = 0; i < 5; i++) client.Request("ipxe.efi", "octet", "tsize", "0");
        await client.Receive();
        var port = client.From;
        client.Acknowledge(0);
        (await client.Receive())[1].ShouldBe((byte)3);
        client.From.ShouldBe(port);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_request_from_the_same_port_replaces_the_transfer()
    {
        await using var server = await TftpFixture.StartAsync();
        server.Write("a", 5000);
        server.Write("b", 5);
        using var client = new TftpProbe(server.EndPoint);
        client.Request("a", "octet");
        await client.Receive();
        client.Request("b", "octet");
        (await client.Receive()).Length.ShouldBe(9);
        (await server.NextEnd()).Abort!.Value.Reason.ShouldBe(TftpAbortReason.Replaced);
    }

    [Fact]
    public async Task An_unknown_file_is_refused_at_once()
    {
        await using var server = await TftpFixture.StartAsync();
        using var client = new TftpProbe(server.EndPoint);
        client.Request("autoexec.ipxe", "octet");
        TftpProbe.Text(await client.Receive()).ShouldStartWith("|\u0001");
        var refusal = await server.NextRefusal();
        (refusal.Name, refusal.Reason).ShouldBe(("autoexec.ipxe", TftpRefusalReason.NotFound));
        server.Files.Put("autoexec.ipxe", "#!ipxe\n"u8.ToArray());
        (await client.Download("autoexec.ipxe", 512, 1)).ShouldBe("#!ipxe\n"u8.ToArray());
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("..\\..\\etc\\passwd")]
    [InlineData("/a/../../etc/passwd\u00ff")]
    public async Task Leaving_the_root_is_refused_and_reported(string name)
    {
        await using var server = await TftpFixture.StartAsync();
        using var client = new TftpProbe(server.EndPoint);
        client.Request(name, "octet");
        TftpProbe.Text(await client.Receive()).ShouldStartWith("|\u0002");
        (await server.NextRefusal()).Reason.ShouldBe(TftpRefusalReason.OutsideRoot);
    }

    [Fact]
    public async Task A_write_is_refused()
    {
        await using var server = await TftpFixture.StartAsync();
        using var client = new TftpProbe(server.EndPoint);
        client.Send([0, 2, .. "x\0octet\0"u8], server.EndPoint);
        TftpProbe.Text(await client.Receive()).ShouldBe("|\u0002this server is read-only|");
        (await server.NextRefusal()).Reason.ShouldBe(TftpRefusalReason.Write);
    }

    [Fact]
    public async Task The_answer_comes_from_the_address_that_was_asked()
    {
        await using var server = await TftpFixture.StartAsync(options => options with { Listen = [new TftpListen(new IPEndPoint(IPAddress.Any, 0))] });
        server.Write("f", 5);
        foreach (var address in new[] { "127.0.0.1", "127.0.0.77" })
        {
            using var client = new TftpProbe(new IPEndPoint(IPAddress.Parse(address), server.EndPoint.Port));
            client.Request("f", "octet");
            await client.Receive();
            client.From.Address.ToString().ShouldBe(address);
            client.Request("none", "octet");
            await client.Receive();
            client.From.Address.ToString().ShouldBe(address);
        }
    }

    [Fact]
    public async Task IPv6_is_served()
    {
        await using var server = await TftpFixture.StartAsync(options => options with { Listen = [new TftpListen(new IPEndPoint(IPAddress.IPv6Loopback, 0))] });
        var content = server.Write("f", 5000);
        using var client = new TftpProbe(server.EndPoint);
        (await client.Download("f", 1468, 4)).ShouldBe(content);
    }

    [Fact]
    public async Task Transfers_answer_from_the_range_of_ports_that_was_set()
    {
        await using var server = await TftpFixture.StartAsync(options => options with { PortRange = (41_000, 41_063) });
        server.Write("f", 5000);
        var ports = new HashSet<int>();
        for (var i = 0; i < 5; i++)
        {
            using var client = new TftpProbe(server.EndPoint);
            await client.Download("f", 512, 1);
            ports.Add(client.From.Port);
        }
        ports.ShouldAllBe(port => port >= 41_000 && port <= 41_063);
    }

    [Fact]
    public async Task A_second_server_on_the_same_port_says_so()
    {
        await using var server = await TftpFixture.StartAsync();
        var problem = await Should.ThrowAsync<TftpListenException>(() => TftpFixture.StartAsync(options => options with { Listen = [new TftpListen(server.EndPoint)] }));
        problem.Message.ShouldContain("another program uses that port");
        problem.Hint.ShouldContain("ss -lupn");
    }

    [Fact]
    public async Task Beyond_the_most_transfers_a_request_waits_for_its_repetition()
    {
        await using var server = await TftpFixture.StartAsync(options => options with { MostTransfers = 1 });
        server.Write("f", 5000);
        using var first = new TftpProbe(server.EndPoint);
        first.Request("f", "octet");
        await first.Receive();
        using var second = new TftpProbe(server.EndPoint);
        second.Request("f", "octet");
        (await server.NextRefusal()).Reason.ShouldBe(TftpRefusalReason.Busy);
        first.Send([0, 5, 0, 0, 0]);
        await server.NextEnd();
        (await second.Download("f", 512, 1)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_hundred_thousand_malformed_packets_leave_no_trace()
    {
        await using var server = await TftpFixture.StartAsync();
        var content = server.Write("f", 5000);
        using var noise = new TftpProbe(server.EndPoint);
        var random = new Random(1);
        var before = 0L;
        for (var i = 0; i < 100_000; i++)
        {
            if (i == 20_000) before = GC.GetTotalMemory(forceFullCollection: true);
            var packet = new byte[random.Next(0, i % 100 == 0 ? 2000 : 80)];
            random.NextBytes(packet);
            // Half of them look like requests, so that they get past the first check.
            if (packet.Length > 2 && i % 2 == 0) (packet[0], packet[1], packet[2]) = (0, (byte)random.Next(1, 7), (byte)'x');
            noise.Send(packet, server.EndPoint);
            if (i % 1000 == 0) while (await noise.Receive(TimeSpan.Zero) is not null) { }
        }
        using var client = new TftpProbe(server.EndPoint);
        (await client.Download("f", 512, 1)).ShouldBe(content);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(32 << 20);
    }
}
