using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Bench;

/// <summary>
/// From power-on to the live unit's line on the serial console: Racklight beside dnsmasq and nginx, with the same kernel, initrd and root
/// file, the same namespace and the same QEMU, in turn.
/// </summary>
internal static partial class BootCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    public static Command Create()
    {
        var site = new Option<string>("--site") { DefaultValueFactory = _ => "examples/hypervisors" };
        var state = new Option<string>("--state") { Required = true, Description = "A state directory in which the site's image is built already" };
        var program = new Option<string>("--program") { Required = true, Description = "The racklight binary" };
        var node = new Option<string>("--node") { Required = true };
        var mac = new Option<string>("--mac") { Required = true };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var command = new Command("boot", "Power-on to live beside dnsmasq and nginx") { site, state, program, node, mac, rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            Path.GetFullPath(parsed.GetValue(site)!), Path.GetFullPath(parsed.GetValue(state)!), Path.GetFullPath(parsed.GetValue(program)!),
            parsed.GetValue(node)!, MacAddress.Parse(parsed.GetValue(mac)!), parsed.GetValue(rounds), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string site, string state, string program, string node, MacAddress mac, int rounds, CancellationToken cancellationToken)
    {
        using var journal = new RunJournal();
        var work = Path.Combine(Path.GetTempPath(), "racklight-bench-boot-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        journal.Record(LeftoverKind.Directory, work);
        Directory.CreateDirectory(work);
        var ours = new List<double>();
        var peers = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var (seconds, commandLine) = await OursAsync(site, state, program, node, mac, work, journal, cancellationToken);
            ours.Add(seconds);
            Console.WriteLine(Line($"round {round + 1}  racklight      {seconds,7:0.0} s"));
            peers.Add(seconds = await PeerAsync(state, commandLine, node, mac, work, journal, cancellationToken));
            Console.WriteLine(Line($"round {round + 1}  dnsmasq+nginx  {seconds,7:0.0} s"));
        }
        Console.WriteLine(Line($"median   racklight {Median(ours):0.0} s, dnsmasq+nginx {Median(peers):0.0} s, ratio {Median(ours) / Median(peers):0.00}"));
        return 0;
    }

    private static async Task<(double Seconds, string CommandLine)> OursAsync(string site, string state, string program, string node, MacAddress mac, string work, RunJournal journal, CancellationToken cancellationToken)
    {
        await using var rack = await RackOfAsync(node, mac, journal, cancellationToken);
        using var server = Start(rack, journal, program, "serve", "--site", site, "--state", state, "--address", rack.Gateway.ToString(), "--http-port", "8080", "--admin-port", "8081");
        try
        {
            await ListeningAsync(rack, 8080, cancellationToken);
            var seconds = await BootAsync(rack, cancellationToken);
            // What the machine itself was given on its kernel's command line: the peer hands out the same.
            return (seconds, await CommandLineAsync(rack, node, cancellationToken));
        }
        finally
        {
            await StopAsync(server);
        }
    }

    private static async Task<double> PeerAsync(string state, string commandLine, string node, MacAddress mac, string work, RunJournal journal, CancellationToken cancellationToken)
    {
        await using var rack = await RackOfAsync(node, mac, journal, cancellationToken);
        var image = ImageInScript().Match(commandLine).Groups[1].Value;
        var arguments = string.Join(' ', commandLine.Split(' ').Where(word => !word.StartsWith("racklight.server=", StringComparison.Ordinal) && !word.StartsWith("racklight.boot=", StringComparison.Ordinal)));
        var root = Path.Combine(work, "www");
        Directory.CreateDirectory(Path.Combine(root, "images", image));
        foreach (var part in new[] { "kernel", "initrd", "rootfs" })
        {
            var target = Path.Combine(root, "images", image, part);
            if (!File.Exists(target)) File.CreateSymbolicLink(target, await PartAsync(state, image, part, cancellationToken));
        }
        var url = $"http://{rack.Gateway}:8080";
        await File.WriteAllTextAsync(Path.Combine(root, "boot.ipxe"), $"#!ipxe\nkernel {url}/images/{image}/kernel {arguments} racklight.server={url}\ninitrd --name initrd.img {url}/images/{image}/initrd\nboot\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(work, "nginx.conf"), $$"""
            user root; worker_processes 2; daemon off; pid {{work}}/nginx.pid; error_log {{work}}/nginx.err crit;
            events { worker_connections 1024; }
            http { sendfile on; access_log off; client_body_temp_path {{work}}; proxy_temp_path {{work}}; fastcgi_temp_path {{work}}; uwsgi_temp_path {{work}}; scgi_temp_path {{work}};
              server { listen {{rack.Gateway}}:8080; root {{root}}; } }
            """, cancellationToken);
        using var dns = Start(rack, journal, "dnsmasq", "--conf-file=/dev/null", "-k", "--port=0", "--user=root", $"--interface={Rack.Interface}", "--bind-interfaces", "--dhcp-authoritative", "--no-ping",
            "--dhcp-range=10.20.0.100,10.20.0.199,255.255.255.0,1h", $"--dhcp-leasefile={work}/leases", "--pid-file=", "--dhcp-userclass=set:ipxe,iPXE", $"--dhcp-boot=tag:ipxe,{url}/boot.ipxe");
        using var web = Start(rack, journal, "nginx", "-c", Path.Combine(work, "nginx.conf"), "-p", work);
        try
        {
            await ListeningAsync(rack, 8080, cancellationToken);
            return await BootAsync(rack, cancellationToken);
        }
        finally
        {
            await StopAsync(web);
            await StopAsync(dns);
            File.Delete(Path.Combine(work, "leases"));
        }
    }

    private static Task<Rack> RackOfAsync(string node, MacAddress mac, RunJournal journal, CancellationToken cancellationToken) => Rack.CreateAsync(new RackOptions
    {
        Name = RackName.Fresh("bench"),
        Machines = [new MachineOptions { Name = node, Mac = mac, Uuid = Guid.NewGuid(), Disks = [new DiskOptions()] }],
    }, journal, cancellationToken);

    private static async Task<double> BootAsync(Rack rack, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var machine = rack.Machines[0];
        var clock = Stopwatch.StartNew();
        await machine.PowerOnAsync(limit.Token);
        await machine.WaitForLineAsync(LiveLine(), 0, limit.Token);
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<string> CommandLineAsync(Rack rack, string node, CancellationToken cancellationToken)
    {
        // The report comes a moment after the line on the console.
        for (var i = 0; i < 60; i++)
        {
            var said = await ProcessRunner.RequireAsync(new ProcessSpec("ip", "netns", "exec", rack.Namespace, "curl", "-sS", $"http://127.0.0.1:8081/api/nodes/{node}/boots"), cancellationToken);
            if (CommandLineInReport().Match(said) is { Success: true } found) return found.Groups[1].Value;
            await Task.Delay(1000, cancellationToken);
        }
        throw new ProblemException($"{node} is live and did not report its command line within a minute", null, ExitCodes.Outside);
    }

    private static async Task<string> PartAsync(string state, string image, string part, CancellationToken cancellationToken)
    {
        var manifest = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(Artifact(state, image), cancellationToken)).RootElement;
        return Artifact(state, manifest.GetProperty(part).GetProperty("digest").GetString()!);
    }

    private static string Artifact(string state, string digest)
        => Directory.EnumerateFiles(Path.Combine(state, "artifacts"), digest[2..] + "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Path.Combine(state, "artifacts"), digest, SearchOption.AllDirectories)).First();

    private static Process Start(Rack rack, RunJournal journal, string program, params string[] arguments)
    {
        var process = ProcessRunner.Start(new ProcessSpec("ip", ["netns", "exec", rack.Namespace, program, .. arguments]));
        journal.Record(process);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task ListeningAsync(Rack rack, int port, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 300; i++)
        {
            var listening = await ProcessRunner.RunAsync(new ProcessSpec("ip", "netns", "exec", rack.Namespace, "ss", "-Hltn", $"sport = :{port}"), cancellationToken);
            if (listening.Output.Length > 0) return;
            await Task.Delay(100, cancellationToken);
        }
        throw new ProblemException($"nothing listens on port {port} after 30 s", null, ExitCodes.Outside);
    }

    private static async Task StopAsync(Process process)
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("RACKLIGHT-LIVE")]
    private static partial Regex LiveLine();

    [GeneratedRegex("racklight\\.image=([0-9a-f]{64})")]
    private static partial Regex ImageInScript();

    [GeneratedRegex("\"cmdline\": ?\"([^\"]+)\"")]
    private static partial Regex CommandLineInReport();
}
