using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Bench;

/// <summary>What writing a node's script takes by itself, without HTTP, session and database: every processor writes one node's after the other's.</summary>
internal static class ScriptCommand
{
    public static Command Create()
    {
        var nodes = new Option<int>("--nodes") { Description = "Different nodes", DefaultValueFactory = _ => 10_000 };
        var seconds = new Option<int>("--seconds") { Description = "How long", DefaultValueFactory = _ => 5 };
        var command = new Command("script", "Write boot scripts of many nodes.") { nodes, seconds };
        command.SetAction(result => Run(result.GetValue(nodes), TimeSpan.FromSeconds(result.GetValue(seconds))));
        return command;
    }

    private static int Run(int nodes, TimeSpan duration)
    {
        var server = new BootServer(IPAddress.Parse("10.20.0.1"), 8080);
        var boots = Enumerable.Range(0, nodes).Select(n => Boot(server, n)).ToArray();
        // Once over, so that neither the JIT nor cold caches are measured.
        foreach (var boot in boots) ImageBootScript.Write(boot);
        var threads = Environment.ProcessorCount;
        var times = new List<long>[threads];
        var characters = new long[threads];
        var began = Stopwatch.GetTimestamp();
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            var own = times[thread] = new List<long>(1 << 20);
            for (var n = thread; Stopwatch.GetElapsedTime(began) < duration; n += threads)
            {
                var start = Stopwatch.GetTimestamp();
                characters[thread] += ImageBootScript.Write(boots[n % nodes]).Length;
                own.Add(Stopwatch.GetTimestamp() - start);
            }
        });
        var took = Stopwatch.GetElapsedTime(began);
        var all = times.SelectMany(static own => own).Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all.Count / took.TotalSeconds:0} scripts/s of {characters.Sum() / all.Count} characters on {threads} threads, {nodes} nodes; p50 {Micros(all, 0.5):0.0} us, p99 {Micros(all, 0.99):0.0} us, worst {Micros(all, 1):0} us"));
        return 0;
    }

    /// <summary>As the server gives it to a node that boots an image.</summary>
    private static ImageBoot Boot(BootServer server, int n)
    {
        var (files, session) = ($"http://{server.Authority}/images/{n:x64}/", $"{n:x32}");
        string[] arguments = ["console=tty0", "console=ttyS0", $"racklight.server=http://{server.Authority}", $"racklight.boot={session}", $"racklight.image={n:x64}", $"racklight.rootfs={n:x64}/300000000",
            $"racklight.node=n{n:00000}", $"BOOTIF=01-02-00-00-{n >> 16:x2}-{(n >> 8) & 255:x2}-{n & 255:x2}", "ip=dhcp", "rd.neednet=1", "racklight.data=RL-DATA", "racklight.data-device=blank"];
        return new ImageBoot(files + "kernel", [files + "initrd"], arguments) { Title = [$"node n{n:00000}", "image bench@stable, 300 MB"] };
    }

    private static double Micros(List<long> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)] * 1e6 / Stopwatch.Frequency;
}
