using System.Diagnostics;
using System.Net;
using System.Text;
using Racklight.App;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Acceptance;

/// <summary>A network namespace with one wire, a server's address on it, and a machine at its other end that says all on its serial line.</summary>
internal sealed class IpxeWire : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-ipxe-");
    private readonly List<Process> _processes = [];
    private readonly RunJournal _journal = new();

    private IpxeWire(string name, BootServer server) => (Namespace, Server) = ($"rl-{name}-{Environment.ProcessId}", server);

    public BootServer Server { get; }

    private string Namespace { get; }

    private string SerialLog => FileNamed("serial");

    /// <summary>Makes it; nothing runs on it yet.</summary>
    public static async Task<IpxeWire> StartAsync(string name, BootServer server)
    {
        var wire = new IpxeWire(name, server);
        wire._journal.Record(LeftoverKind.Directory, wire._directory.FullName);
        wire._journal.Record(LeftoverKind.Namespace, wire.Namespace);
        await ProcessRunner.RequireAsync(new("ip", "netns", "add", wire.Namespace));
        foreach (var command in (string[])["link set lo up", "link add br0 type bridge", $"addr add {server.Address}/24 dev br0", "link set br0 up", "tuntap add tap0 mode tap", "link set tap0 master br0", "link set tap0 up"])
        {
            await ProcessRunner.RequireAsync(new("ip", ["-n", wire.Namespace, .. command.Split(' ')]));
        }
        return wire;
    }

    /// <summary>A file of this test's own.</summary>
    public string FileNamed(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Answers HTTP on the server's address.</summary>
    public ScriptServer Serve(Func<string, byte[]?> answer) => NetworkNamespace.Run(Namespace, () => new ScriptServer(new IPEndPoint(Server.Address, Server.Port), answer));

    /// <summary>Gives addresses by dnsmasq.</summary>
    /// <param name="arguments">What machines are told to boot.</param>
    public void GiveAddresses(params string[] arguments)
    {
        var net = Server.Address.ToString()[..Server.Address.ToString().LastIndexOf('.')];
        Start("dnsmasq", ["-d", "-C", "/dev/null", "--port=0", "--user=root", "--interface=br0", "--bind-interfaces", $"--dhcp-range={net}.100,{net}.150", "--dhcp-leasefile=" + FileNamed("leases"), .. arguments]);
    }

    /// <summary>Switches a machine on.</summary>
    /// <param name="arguments">What it is; its network is <c>netdev=n</c>.</param>
    public void PowerOn(params string[] arguments)
        => Start("qemu-system-x86_64", ["-accel", "tcg", "-display", "none", "-monitor", "none", "-serial", "file:" + SerialLog, "-netdev", "tap,id=n,ifname=tap0,script=no,downscript=no", .. arguments]);

    /// <summary>Waits until the machine has said something, and gives all that it said.</summary>
    /// <param name="words">What.</param>
    /// <param name="limit">For how long; a failure shows what it said, and <paramref name="also"/>.</param>
    /// <param name="also">What else explains a failure.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string> WaitForAsync(string words, TimeSpan limit, Func<string> also, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        over.CancelAfter(limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var said = "";
        try
        {
            while (!said.Contains(words, StringComparison.Ordinal) && await timer.WaitForNextTickAsync(over.Token))
            {
                said = File.Exists(SerialLog) ? await ReadSharedAsync(over.Token) : "";
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Assert.Fail($"the machine did not say '{words}' within {limit.TotalSeconds:0} s. It said:\n{said}\n{also()}");
        }
        return said;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        _journal.Dispose();
    }

    private void Start(string program, params string[] arguments)
    {
        var process = ProcessRunner.Start(new("ip", ["netns", "exec", Namespace, program, .. arguments]));
        _journal.Record(process);
        _processes.Add(process);
        // Their pipes must not fill up.
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
    }

    private async Task<string> ReadSharedAsync(CancellationToken cancellationToken)
    {
        await using var file = new FileStream(SerialLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return (await reader.ReadToEndAsync(cancellationToken)).Replace("\r", "", StringComparison.Ordinal);
    }
}
