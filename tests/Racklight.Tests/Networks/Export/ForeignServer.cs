using System.Diagnostics;
using Racklight.App;
using Racklight.Tests.NetBoot.Dhcp;

namespace Racklight.Tests.Networks.Export;

/// <summary>A DHCP server that others wrote, on the server's side of a wire, with a configuration of the test's.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private readonly string _directory;
    private readonly Process _process;

    private ForeignServer(string directory, Process process) => (_directory, _process) = (directory, process);

    /// <summary>ISC dhcpd. The subnet names a boot file of its own, as routers do: what is exported must go before it.</summary>
    public static Task<ForeignServer> IscAsync(string space, string configuration, string subnet = "next-server 10.77.0.66; filename \"router.bin\";", string interfaceName = "s0", string range = "10.77.1.10 10.77.1.60")
    {
        var directory = Make();
        File.WriteAllText(Path.Combine(directory, "leases"), "");
        var file = Save(directory, "dhcpd.conf", $$"""
            authoritative;
            ping-check false;
            {{configuration}}
            subnet 10.77.0.0 netmask 255.255.0.0 { range {{range}}; {{subnet}} }

            """);
        return StartAsync(directory, space, ["dhcpd", "-t", "-cf", file], ["dhcpd", "-4", "-f", "-d", "--no-pid", "-cf", file, "-lf", Path.Combine(directory, "leases"), interfaceName]);
    }

    /// <summary>Kea with the members of <c>Dhcp4</c> that are given.</summary>
    public static Task<ForeignServer> KeaAsync(string space, string members, string subnet = "\"next-server\": \"10.77.0.66\", \"boot-file-name\": \"router.bin\",")
    {
        var directory = Make();
        var file = Save(directory, "kea.json", $$"""
            { "Dhcp4": {
              "interfaces-config": { "interfaces": [ "s0" ] },
              "lease-database": { "type": "memfile", "persist": false },
              {{members}}
              "subnet4": [ { "id": 1, "subnet": "10.77.0.0/16", {{subnet}} "pools": [ { "pool": "10.77.1.10 - 10.77.1.60" } ] } ]
            } }
            """);
        return StartAsync(directory, space, ["kea-dhcp4", "-t", file], ["kea-dhcp4", "-c", file]);
    }

    /// <summary>dnsmasq with the lines that are given.</summary>
    public static Task<ForeignServer> DnsmasqAsync(string space, string lines, string interfaceName = "s0")
    {
        var directory = Make();
        var file = Save(directory, "dnsmasq.conf", lines);
        string[] command = ["dnsmasq", "--conf-file=" + file];
        return StartAsync(directory, space, [.. command, "--test"],
            [.. command, "-k", "--port=0", "--interface=" + interfaceName, "--bind-interfaces", "--dhcp-leasefile=/dev/null", "--no-ping", "--user=root", "--pid-file=", "--log-facility=-"]);
    }

    /// <summary>BusyBox udhcpd with the lines that are given.</summary>
    public static Task<ForeignServer> UdhcpdAsync(string space, string lines)
    {
        var directory = Make();
        var leases = Path.Combine(directory, "leases");
        File.WriteAllText(leases, "");
        var file = Save(directory, "udhcpd.conf", $"start 10.77.1.10\nend 10.77.1.60\ninterface s0\nlease_file {leases}\npidfile {directory}/pid\n{lines}\n");
        return StartAsync(directory, space, null, ["busybox", "udhcpd", "-f", file]);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static async Task<ForeignServer> StartAsync(string directory, string space, string[]? check, string[] command)
    {
        if (!new[] { "/usr/sbin/", "/usr/bin/", "/sbin/" }.Any(at => File.Exists(at + command[0]))) Wire.Missing($"{command[0]} is not installed");
        if (check is not null)
        {
            // The server's own checker has the first word; Kea's looks for the interfaces too.
            var verdict = await ProcessRunner.RunAsync(new ProcessSpec("ip", ["netns", "exec", space, .. check]) { Environment = Kea(directory), Limit = TimeSpan.FromMinutes(1) });
            verdict.ExitCode.ShouldBe(0, verdict.Output + verdict.Error);
        }
        var process = ProcessRunner.Start(new ProcessSpec("ip", ["netns", "exec", space, .. command]) { Environment = Kea(directory) });
        // Nobody reads what they say; a full pipe would stop them.
        _ = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        return new ForeignServer(directory, process);
    }

    private static Dictionary<string, string?> Kea(string directory) => new() { ["KEA_PIDFILE_DIR"] = directory, ["KEA_LOCKFILE_DIR"] = "none" };

    private static string Make() => Directory.CreateTempSubdirectory("rl-foreign").FullName;

    private static string Save(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}
