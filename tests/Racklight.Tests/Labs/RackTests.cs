using System.Net.Sockets;
using Racklight.App;
using Racklight.Labs;

namespace Racklight.Tests.Labs;

public sealed class RackTests
{
    public RackTests() => TestTools.RequireRootAndTun();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rack_leaves_nothing_behind()
    {
        var name = RackName.Fresh("t");
        using var journal = new RunJournal();
        await using (var rack = await Rack.CreateAsync(new RackOptions { Name = name, Machines = [Machine("n1")] }, journal, Token))
        {
            File.Exists("/run/netns/" + rack.Namespace).ShouldBeTrue();
            File.Exists(rack["n1"].ConsoleLog).ShouldBeTrue();
            LabRegistry.Find(name).Machines.Single().State.ShouldBe(PowerState.Off);
        }
        File.Exists("/run/netns/rl-" + name).ShouldBeFalse();
        Directory.Exists(LabRegistry.DirectoryOf(name)).ShouldBeFalse();
        Directory.Exists("/var/tmp/racklight-lab-" + name).ShouldBeFalse();
        Directory.EnumerateFiles(LabRegistry.Directory, name + "*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_racks_with_the_same_subnet_do_not_meet()
    {
        using var journal = new RunJournal();
        await using var one = await Rack.CreateAsync(new RackOptions { Name = RackName.Fresh("t") }, journal, Token);
        await using var two = await Rack.CreateAsync(new RackOptions { Name = RackName.Fresh("t") }, journal, Token);
        using var listener = NetworkNamespace.Run(one.Namespace, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new System.Net.IPEndPoint(one.Gateway, 8080));
            socket.Listen();
            return socket;
        });
        two.Gateway.ShouldBe(one.Gateway);
        NetworkNamespace.Run(one.Namespace, () => Connects(one.Gateway)).ShouldBeTrue();
        NetworkNamespace.Run(two.Namespace, () => Connects(one.Gateway)).ShouldBeFalse();
    }

    [Fact]
    public async Task Nothing_leads_out_of_a_rack()
    {
        using var journal = new RunJournal();
        await using var rack = await Rack.CreateAsync(new RackOptions { Name = RackName.Fresh("t") }, journal, Token);
        var routes = await ProcessRunner.RequireAsync(new ProcessSpec("ip", "-n", rack.Namespace, "route"), Token);
        routes.ShouldStartWith("10.20.0.0/24 dev rack0");
        routes.ShouldNotContain("default");
    }

    [Fact]
    public async Task A_second_rack_of_the_same_name_is_refused_and_the_first_one_lives()
    {
        var name = RackName.Fresh("t");
        using var journal = new RunJournal();
        await using var rack = await Rack.CreateAsync(new RackOptions { Name = name }, journal, Token);
        using var otherJournal = new RunJournal();
        var problem = await Should.ThrowAsync<ProblemException>(() => Rack.CreateAsync(new RackOptions { Name = name }, otherJournal, Token));
        problem.Message.ShouldContain("runs already");
        otherJournal.Dispose();
        File.Exists("/run/netns/" + rack.Namespace).ShouldBeTrue();
    }

    [Fact]
    public async Task Disks_are_sparse_of_the_right_size_and_kept_only_when_asked()
    {
        var directory = Directory.CreateTempSubdirectory("racklight-test-");
        try
        {
            var own = Path.Combine(directory.FullName, "own.raw");
            var made = Path.Combine(directory.FullName, "made.raw");
            var kept = Path.Combine(directory.FullName, "kept.raw");
            await File.WriteAllBytesAsync(own, new byte[4096], Token);
            using var journal = new RunJournal();
            await using (await Rack.CreateAsync(new RackOptions
            {
                Name = RackName.Fresh("t"),
                Machines = [Machine("n1") with { Disks = [new DiskOptions { Path = own }, new DiskOptions { Path = made, Size = 1 << 20 }, new DiskOptions { Path = kept, Size = 3L << 30, Keep = true }] }],
            }, journal, Token))
            {
                new FileInfo(made).Length.ShouldBe(1 << 20);
                new FileInfo(kept).Length.ShouldBe(3L << 30);
                new FileInfo(own).Length.ShouldBe(4096);
            }
            File.Exists(own).ShouldBeTrue();
            File.Exists(kept).ShouldBeTrue();
            File.Exists(made).ShouldBeFalse();
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static MachineOptions Machine(string name) => new() { Name = name, MemoryMiB = 64, Cpus = 1 };

    private static bool Connects(System.Net.IPAddress address)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            client.Connect(address, 8080);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
