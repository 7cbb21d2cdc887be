using System.Globalization;
using Racklight.App;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>Two network namespaces joined by a cable: the server's side 10.77.0.1/16, the client's side without an address.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private static int _count;

    private Wire(string name) => (Server, Client) = (name + "s", name + "c");

    public string Server { get; }

    public string Client { get; }

    public static async Task<Wire> UpAsync()
    {
        if (Environment.UserName != "root") Missing("network namespaces need root");
        var wire = new Wire(string.Create(CultureInfo.InvariantCulture, $"rlt{Environment.ProcessId}x{Interlocked.Increment(ref _count)}"));
        await Ip("netns", "add", wire.Server);
        await Ip("netns", "add", wire.Client);
        await Ip("link", "add", "s0", "netns", wire.Server, "type", "veth", "peer", "name", "c0", "netns", wire.Client);
        foreach (var (name, device) in new[] { (wire.Server, "s0"), (wire.Client, "c0") })
        {
            await Ip("-n", name, "link", "set", "lo", "up");
            await Ip("-n", name, "link", "set", device, "up");
        }
        await Ip("-n", wire.Server, "addr", "add", "10.77.0.1/16", "brd", "+", "dev", "s0");
        return wire;
    }

    /// <summary>A second server on the same link, in the namespace <see cref="Server"/> + "2": s0 10.77.0.2/16. All cables end in a bridge of the first one's side.</summary>
    public async Task AddSecondServerAsync()
    {
        await Ip("netns", "add", Server + "2");
        await Ip("-n", Server, "link", "set", "s0", "name", "p0");
        await Ip("-n", Server, "addr", "flush", "dev", "p0");
        await Ip("-n", Server, "link", "add", "s0", "type", "bridge");
        await Ip("-n", Server, "link", "set", "p0", "master", "s0", "up");
        await Ip("link", "add", "p1", "netns", Server, "type", "veth", "peer", "name", "s0", "netns", Server + "2");
        await Ip("-n", Server, "link", "set", "p1", "master", "s0", "up");
        await Ip("-n", Server, "link", "set", "s0", "up");
        await Ip("-n", Server, "addr", "add", "10.77.0.1/16", "brd", "+", "dev", "s0");
        await Ip("-n", Server + "2", "link", "set", "lo", "up");
        await Ip("-n", Server + "2", "link", "set", "s0", "up");
        await Ip("-n", Server + "2", "addr", "add", "10.77.0.2/16", "brd", "+", "dev", "s0");
    }

    public static Task<string> Ip(params string[] arguments) => ProcessRunner.RequireAsync(new ProcessSpec("ip", arguments) { Limit = TimeSpan.FromSeconds(60) });

    /// <summary>Runs a program on the client's side.</summary>
    public Task<ProcessResult> OnClientAsync(string program, params string[] arguments) => On(Client, program, arguments);

    public static Task<ProcessResult> On(string name, string program, params string[] arguments)
    {
        if (!File.Exists("/usr/sbin/" + program) && !File.Exists("/usr/bin/" + program) && !File.Exists("/sbin/" + program)) Missing($"{program} is not installed");
        return ProcessRunner.RunAsync(new ProcessSpec("ip", ["netns", "exec", name, program, .. arguments]) { Limit = TimeSpan.FromMinutes(2) });
    }

    public Action<Action> Within(string name) => action => NetworkNamespace.Run(name, () =>
    {
        action();
        return 0;
    });

    public async ValueTask DisposeAsync()
    {
        await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "del", Server));
        await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "del", Client));
        if (File.Exists($"/run/netns/{Server}2")) await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "del", Server + "2"));
    }

    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true") throw new InvalidOperationException(reason);
        Assert.Skip(reason);
    }

    public DhcpServerOptions Options(NetworkMode mode, ILeaseStore leases, IDhcpObserver? observer = null) => new()
    {
        Networks =
        [
            new DhcpNetwork("rack1", PacketBuilder.Subnet("10.77.0.0/16"))
            {
                Mode = mode,
                First = PacketBuilder.Address("10.77.1.0"),
                Last = PacketBuilder.Address("10.77.32.255"),
                Gateway = PacketBuilder.Address("10.77.0.1"),
                DomainServers = [PacketBuilder.Address("10.77.0.1")],
            },
        ],
        Boot = new BootOptions { ScriptUrl = address => $"http://{address}:8080/boot.ipxe", LoaderUrl = (address, file) => $"http://{address}:8080/loader/{file}" },
        Files = new FixedFiles(),
        Policy = new OpenPolicy(),
        Leases = leases,
        Observer = observer ?? new SilentObserver(),
        Within = Within(Server),
    };
}
