using System.Globalization;
using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>Clients that others wrote, on a cable of their own.</summary>
public sealed partial class RealClientTests
{
    [Fact]
    public async Task Udhcpc_gets_a_lease_and_the_same_one_again()
    {
        await using var wire = await Wire.UpAsync();
        await using var server = await DhcpServer.StartAsync(wire.Options(NetworkMode.Full, new MemoryLeaseStore()));
        foreach (var _ in new[] { 1, 2 })
        {
            var result = await wire.OnClientAsync("udhcpc", "-i", "c0", "-n", "-q", "-f", "-R", "-t", "10", "-T", "1", "-s", "/bin/true");
            (result.Output + result.Error).ShouldContain("lease of 10.77.1.0 obtained from 10.77.0.1");
        }
    }

    [Fact]
    public async Task Dhclient_gets_a_lease_and_releases_it()
    {
        await using var wire = await Wire.UpAsync();
        var store = new MemoryLeaseStore();
        await using var server = await DhcpServer.StartAsync(wire.Options(NetworkMode.Full, store));
        var directory = Directory.CreateTempSubdirectory("rl-dhclient");
        try
        {
            string[] files = ["-sf", "/bin/true", "-lf", Path.Combine(directory.FullName, "leases"), "-pf", Path.Combine(directory.FullName, "pid"), "-cf", "/dev/null"];
            var got = await wire.OnClientAsync("dhclient", ["-4", "-1", "-v", .. files, "c0"]);
            got.Error.ShouldContain("bound to 10.77.1.0");
            store.Leases.Values.Single().State.ShouldBe(LeaseState.Bound);
            // The scripted release goes to the server by unicast, so the client needs the address on its interface.
            await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.1.0/16", "dev", "c0");
            await wire.OnClientAsync("dhclient", ["-4", "-r", "-v", .. files, "c0"]);
            await Until(() => store.Leases.Values.Single().State == LeaseState.Released);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Perfdhcp_loses_nothing_through_its_relay_address()
    {
        await using var wire = await Wire.UpAsync();
        await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.0.2/16", "brd", "+", "dev", "c0");
        var store = new MemoryLeaseStore();
        await using var server = await DhcpServer.StartAsync(wire.Options(NetworkMode.Full, store));
        var result = await wire.OnClientAsync("perfdhcp", "-4", "-l", "c0", "-r", "200", "-n", "400", "-R", "4000", "-W", "5000000", "10.77.0.1");
        var received = Received().Matches(result.Output).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        received.Count.ShouldBe(2, result.Output + result.Error);
        received[0].ShouldBeGreaterThan(300, result.Output);
        // What was requested was granted: a drop would be ours, a client that was started late is not.
        var sent = Sent().Matches(result.Output).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        (sent[1] - received[1]).ShouldBeLessThanOrEqualTo(sent[1] / 50, result.Output);
        server.Counters.Dropped.ShouldBe(0);
        store.Leases.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_foreign_server_is_found_and_a_quiet_link_has_none()
    {
        await using var wire = await Wire.UpAsync();
        var clock = TimeProvider.System;
        var link = Within(wire, wire.Server, LocalLink.All).Single(one => one.Name == "s0");
        (await DhcpProbe.AskAsync(link, new DhcpPorts(), null, TimeSpan.FromMilliseconds(300), null, wire.Within(wire.Server), clock, default)).ShouldBeEmpty();
        await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.0.9/16", "brd", "+", "dev", "c0");
        using var dnsmasq = StartDnsmasq(wire.Client);
        try
        {
            var answers = await AskUntilAnswered(wire, link);
            answers[0].Server.ShouldBe(PacketBuilder.Address("10.77.0.9"));
            answers[0].IsProxy.ShouldBeFalse();
        }
        finally
        {
            dnsmasq.Kill(entireProcessTree: true);
            await dnsmasq.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task A_proxy_works_beside_another_server_and_disturbs_nobody()
    {
        await using var wire = await Wire.UpAsync();
        await Wire.Ip("-n", wire.Client, "addr", "add", "10.77.0.9/16", "brd", "+", "dev", "c0");
        // A third machine on the same link: both cables end in a bridge.
        await using var third = await Wire.UpAsync();
        await Wire.Ip("-n", wire.Server, "link", "add", "br0", "type", "bridge");
        await Wire.Ip("-n", wire.Server, "link", "set", "br0", "up");
        await Wire.Ip("-n", wire.Server, "addr", "flush", "dev", "s0");
        await Wire.Ip("-n", wire.Server, "link", "set", "s0", "master", "br0");
        await Wire.Ip("-n", third.Server, "link", "set", "s0", "netns", wire.Server, "name", "s1");
        await Wire.Ip("-n", wire.Server, "link", "set", "s1", "up", "master", "br0");
        await Wire.Ip("-n", wire.Server, "addr", "add", "10.77.0.1/16", "brd", "+", "dev", "br0");
        using var dnsmasq = StartDnsmasq(wire.Client);
        try
        {
            await using var server = await DhcpServer.StartAsync(wire.Options(NetworkMode.Proxy, new MemoryLeaseStore()));
            var got = await third.OnClientAsync("udhcpc", "-i", "c0", "-n", "-q", "-f", "-t", "20", "-T", "1", "-s", "/bin/true");
            (got.Output + got.Error).ShouldContain("obtained from 10.77.0.9");
            var link = Within(third, third.Client, LocalLink.All).Single(one => one.Name == "c0");
            var answers = await DhcpProbe.AskAsync(link, new DhcpPorts(), ClientArchitecture.X86Bios, TimeSpan.FromSeconds(30), answer => answer.IsProxy, third.Within(third.Client), TimeProvider.System, default);
            var proxy = answers.Single(answer => answer.IsProxy);
            proxy.Server.ShouldBe(PacketBuilder.Address("10.77.0.1"));
            proxy.BootFile.ShouldBe("undionly.kpxe");
        }
        finally
        {
            dnsmasq.Kill(entireProcessTree: true);
            await dnsmasq.WaitForExitAsync();
        }
    }

    [GeneratedRegex(@"received packets: (\d+)")]
    private static partial Regex Received();

    [GeneratedRegex(@"sent packets: (\d+)")]
    private static partial Regex Sent();

    internal static T Within<T>(Wire wire, string name, Func<T> look)
    {
        T result = default!;
        wire.Within(name)(() => result = look());
        return result;
    }

    internal static async Task<IReadOnlyList<ProbeAnswer>> AskUntilAnswered(Wire wire, LocalLink link)
    {
        for (var attempt = 0; attempt < 30; attempt++)
        {
            var answers = await DhcpProbe.AskAsync(link, new DhcpPorts(), null, TimeSpan.FromSeconds(1), _ => true, wire.Within(wire.Server), TimeProvider.System, default);
            if (answers.Count > 0) return answers;
        }
        throw new TimeoutException("dnsmasq did not answer");
    }

    internal static System.Diagnostics.Process StartDnsmasq(string name)
    {
        if (!File.Exists("/usr/sbin/dnsmasq")) Wire.Missing("dnsmasq is not installed");
        return ProcessRunner.Start(new ProcessSpec("ip", "netns", "exec", name, "dnsmasq", "--conf-file=/dev/null", "-k", "--port=0", "--interface=c0", "--bind-interfaces",
            "--dhcp-range=10.77.0.100,10.77.0.200,255.255.0.0,1h", "--dhcp-leasefile=/dev/null", "--user=root", "--pid-file="));
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition()) await Task.Delay(20, limit.Token);
    }
}
