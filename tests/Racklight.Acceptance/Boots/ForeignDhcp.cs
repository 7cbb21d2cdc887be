using System.Net;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Acceptance.Boots;

/// <summary>A network's own DHCP server in a namespace of its own on the rack's wire, as a router would be.</summary>
internal sealed class ForeignDhcp : IAsyncDisposable
{
    public const string LogName = "foreign-dhcp.log";
    private readonly string _namespace;
    private readonly RunJournal _journal;
    private readonly LoggedProcess _server;

    private ForeignDhcp(string networkNamespace, RunJournal journal, LoggedProcess server) => (_namespace, _journal, _server) = (networkNamespace, journal, server);

    public static IPAddress Address { get; } = IPAddress.Parse("10.20.0.254");

    /// <summary>dnsmasq that knows nothing of booting.</summary>
    public static Task<ForeignDhcp> StartAsync(Rack rack, string directory, RunJournal journal, CancellationToken cancellationToken)
        => StartAsync(Dnsmasq(directory, "dhcp-range=10.20.0.50,10.20.0.99,255.255.255.0,1h\ndhcp-authoritative\n"), "DHCP, IP range", rack, directory, journal, cancellationToken);

    /// <summary>A product that runs with what <c>racklight network export</c> writes for it: it gives addresses, and points machines to the rack's server.</summary>
    public static async Task<ForeignDhcp> ExportedAsync(string product, TestSite site, Rack rack, string directory, RunJournal journal, CancellationToken cancellationToken)
    {
        var exported = Path.Combine(directory, "exported.conf");
        var result = await RacklightProgram.RunAsync(cancellationToken, "network", "export", site.Directory, "--for", product, "--server", rack.Gateway.ToString(), "--output", exported);
        result.ExitCode.ShouldBe(0, result.Error + result.Output);
        var text = await File.ReadAllTextAsync(exported, cancellationToken);
        var (command, ready) = product switch
        {
            "isc" => (Isc(directory, text), "Server starting service"),
            "kea" => (Kea(directory, text), "DHCP4_STARTED"),
            _ => (Dnsmasq(directory, "dhcp-range=10.20.0.50,10.20.0.99,255.255.255.0,1h\n" + text), "DHCP, IP range"),
        };
        return await StartAsync(command, ready, rack, directory, journal, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "del", _namespace));
        _journal.Forget(LeftoverKind.Namespace, _namespace);
    }

    private static async Task<ForeignDhcp> StartAsync(ProcessSpec command, string ready, Rack rack, string directory, RunJournal journal, CancellationToken cancellationToken)
    {
        var router = "rlr-" + rack.Name;
        journal.Record(LeftoverKind.Namespace, router);
        await ProcessRunner.RequireAsync(new ProcessSpec("ip", "netns", "add", router), cancellationToken);
        await ProcessRunner.RequireAsync(new ProcessSpec("ip", "-n", rack.Namespace, "-batch", "-")
        {
            Input = $"link add router0 type veth peer name eth0 netns {router}\nlink set router0 master {Rack.Interface} up\n",
        }, cancellationToken);
        await ProcessRunner.RequireAsync(new ProcessSpec("ip", "-n", router, "-batch", "-")
        {
            Input = $"link set lo up\naddress add {Address}/24 dev eth0\nlink set eth0 up\n",
        }, cancellationToken);
        var process = NetworkNamespace.Run(router, () => ProcessRunner.Start(command));
        journal.Record(process);
        var server = new LoggedProcess(process, Path.Combine(directory, LogName));
        await server.WaitForLineAsync(new(ready), cancellationToken);
        return new ForeignDhcp(router, journal, server);
    }

    private static ProcessSpec Dnsmasq(string directory, string lines)
    {
        var file = Path.Combine(directory, "dnsmasq.conf");
        File.WriteAllText(file, lines);
        return new ProcessSpec("dnsmasq", "--no-daemon", "--conf-file=" + file, "--port=0", "--interface=eth0", "--bind-interfaces", "--user=root", "--log-dhcp", "--log-facility=-",
            "--dhcp-leasefile=" + Path.Combine(directory, "dnsmasq.leases"), "--pid-file=");
    }

    private static ProcessSpec Isc(string directory, string exported)
    {
        var (file, leases) = (Path.Combine(directory, "dhcpd.conf"), Path.Combine(directory, "dhcpd.leases"));
        File.WriteAllText(file, $"authoritative;\n{exported}\nsubnet 10.20.0.0 netmask 255.255.255.0 {{ range 10.20.0.50 10.20.0.99; option routers {Address}; }}\n");
        File.WriteAllText(leases, "");
        return new ProcessSpec("dhcpd", "-4", "-f", "-d", "--no-pid", "-cf", file, "-lf", leases, "eth0");
    }

    private static ProcessSpec Kea(string directory, string exported)
    {
        const string Classes = "\"client-classes\"";
        var file = Path.Combine(directory, "kea.json");
        File.WriteAllText(file, exported.Replace(Classes, $$"""
            "interfaces-config": { "interfaces": [ "eth0" ] },
            "lease-database": { "type": "memfile", "persist": false },
            "loggers": [ { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "stdout" } ] } ],
            "subnet4": [ { "id": 1, "subnet": "10.20.0.0/24", "pools": [ { "pool": "10.20.0.50 - 10.20.0.99" } ], "option-data": [ { "name": "routers", "data": "{{Address}}" } ] } ],
            {{Classes}}
            """, StringComparison.Ordinal));
        return new ProcessSpec("kea-dhcp4", "-c", file) { Environment = new Dictionary<string, string?> { ["KEA_PIDFILE_DIR"] = directory, ["KEA_LOCKFILE_DIR"] = "none" } };
    }
}
