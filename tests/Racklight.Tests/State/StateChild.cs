using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.NetBoot.Dhcp;
using Racklight.State;
using Racklight.State.Artifacts;

namespace Racklight.Tests.State;

/// <summary>This test program run again as another process, to be killed or to live on a small or read-only disk.</summary>
public sealed class StateChild
{
    private const string Variable = "RACKLIGHT_TEST_STATE_CHILD";

    /// <summary>Starts <c>WORK DIRECTORY</c>; with <paramref name="mount"/> in a mount namespace where a tmpfs with those options lies over the directory.</summary>
    internal static Process Start(string work, string directory, string? mount = null)
    {
        string[] program = [Path.Combine(AppContext.BaseDirectory, "Racklight.Tests"), "-noLogo", "-noColor", "-explicit", "only", "-method", $"{typeof(StateChild).FullName}.{nameof(Work)}"];
        var start = mount is null
            ? new ProcessStartInfo(program[0], program[1..])
            : new ProcessStartInfo("unshare", ["-m", "sh", "-c", $"mount -t tmpfs -o {mount} none \"$1\" && shift && exec \"$@\"", "sh", directory, .. program]);
        start.Environment[Variable] = $"{work} {directory}";
        start.RedirectStandardOutput = true;
        return Process.Start(start)!;
    }

    internal static void RequireMounts()
    {
        if (Environment.IsPrivilegedProcess) return;
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail("mounting a tmpfs needs root");
        Assert.Skip("mounting a tmpfs needs root");
    }

    /// <summary>What the other process does. Explicit: an ordinary run leaves it out.</summary>
    [Fact(Explicit = true)]
    public async Task Work()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split(' ', 2) is not [var work, var directory]) return;
        try
        {
            await RunAsync(work, directory);
        }
        catch (ProblemException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    private static async Task RunAsync(string work, string directory)
    {
        if (work == "artifacts")
        {
            await PutTooMuchAsync(new ArtifactStore(directory));
            return;
        }
        await using var database = await Databases.OpenAsync(null, directory, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 65536; i++)
            {
                var lease = new Lease("rack1", new IPAddress([10, (byte)worker, (byte)(i >> 8), (byte)i]), new HardwareAddress(1, [(byte)worker, (byte)(i >> 8), (byte)i]), LeaseState.Bound, TimeProvider.System.GetUtcNow().AddHours(1))
                {
                    HostName = new string('h', 200),
                };
                if (!(await database.Leases.WriteAsync([lease], CancellationToken.None))[0]) throw new InvalidOperationException("refused");
                // Only what was acknowledged is said.
                lock (Variable) Console.WriteLine(lease.Address);
            }
        })));
    }

    private static async Task PutTooMuchAsync(ArtifactStore store)
    {
        var kept = await store.PutAsync(new MemoryStream(new byte[1 << 20]));
        foreach (var content in new Stream[] { new MemoryStream(new byte[8 << 20]), new Endless() })
        {
            try
            {
                await store.PutAsync(content);
            }
            catch (ProblemException e)
            {
                Console.WriteLine(e.Message);
            }
        }
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetDirectoryName(store.PathOf(kept)))!, "*", SearchOption.AllDirectories).Count();
        Console.WriteLine($"files {files} sound {await store.VerifyAsync(kept)}");
    }

    /// <summary>A stream that does not tell its length, so that the disk itself has to say no.</summary>
    private sealed class Endless : MemoryStream
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
