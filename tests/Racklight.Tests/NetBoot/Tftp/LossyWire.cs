using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Racklight.App;

namespace Racklight.Tests.NetBoot.Tftp;

/// <summary>
/// Two network namespaces joined by a wire that loses packets: a TUN device in each and a thread each way that copies all but a share of what
/// passes. Unlike netem it needs no kernel module, and its losses are the same in each run.
/// </summary>
internal sealed partial class LossyWire : IAsyncDisposable
{
    public const string ServerAddress = "198.18.7.1";

    private readonly List<Thread> _threads = [];
    private readonly List<SafeFileHandle> _ends = [];
    private volatile bool _closing;

    private LossyWire(string name) => (Server, Client) = (name + "s", name + "c");

    public string Server { get; }

    public string Client { get; }

    public static async Task<LossyWire> CreateAsync(double loss)
    {
        var wire = new LossyWire($"rl-tftp{Environment.ProcessId}");
        foreach (var (space, address, peer) in new[] { (wire.Server, ServerAddress, "198.18.7.2"), (wire.Client, "198.18.7.2", ServerAddress) })
        {
            await Ip("netns", "add", space);
            wire._ends.Add(NetworkNamespace.Run(space, OpenTun));
            await Ip("-n", space, "address", "add", address, "peer", peer, "dev", "wire0");
            await Ip("-n", space, "link", "set", "wire0", "up", "mtu", "1500", "txqueuelen", "5000");
        }
        wire.Copy(0, 1, loss);
        wire.Copy(1, 0, loss);
        return wire;
    }

    public async ValueTask DisposeAsync()
    {
        _closing = true;
        foreach (var thread in _threads) thread.Join();
        foreach (var end in _ends) end.Dispose();
        await Ip("netns", "del", Server);
        await Ip("netns", "del", Client);
    }

    private static Task Ip(params string[] arguments) => ProcessRunner.RequireAsync(new ProcessSpec("ip", arguments) { Limit = TimeSpan.FromSeconds(20) });

    private unsafe void Copy(int from, int to, double loss)
    {
        var random = new Random(from + 1);
        var (source, target) = (_ends[from].DangerousGetHandle().ToInt32(), _ends[to].DangerousGetHandle().ToInt32());
        var thread = new Thread(() =>
        {
            var buffer = stackalloc byte[2048];
            while (!_closing)
            {
                var wait = new PollEntry { Descriptor = source, Events = 1 };
                if (Poll(&wait, 1, 100) <= 0) continue;
                var length = Read(source, buffer, 2048);
                if (length > 0 && random.NextDouble() >= loss) _ = Write(target, buffer, length);
            }
        })
        { IsBackground = true };
        thread.Start();
        _threads.Add(thread);
    }

    private static unsafe SafeFileHandle OpenTun()
    {
        var handle = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var request = stackalloc byte[40];
        new Span<byte>(request, 40).Clear();
        "wire0"u8.CopyTo(new Span<byte>(request, 16));
        *(short*)(request + 16) = 0x1001; // IFF_TUN | IFF_NO_PI
        IoControl(handle.DangerousGetHandle().ToInt32(), 0x400454CA, request).ShouldBe(0, "TUNSETIFF");
        return handle;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static unsafe partial int IoControl(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static unsafe partial int Poll(PollEntry* entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static unsafe partial nint Read(int descriptor, void* buffer, nint length);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, void* buffer, nint length);
}
