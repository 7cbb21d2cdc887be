using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>
/// A rack with one machine, and <c>racklight serve</c> as a process in its namespace: what an operator has, in small. Unless the test says that it passed, console,
/// screen, logs and timeline go to <c>TestResults/NAME/</c>.
/// </summary>
internal sealed partial class BootHarness : IAsyncDisposable
{
    private const int AdminPort = 8081;
    private readonly RunJournal _journal = new();
    private readonly string _directory;
    private readonly BootOptions _options;
    private LoggedProcess? _server;
    private ForeignDhcp? _foreign;
    private Rack? _rack;
    private bool _passed;

    private BootHarness(string directory, BootOptions options) => (_directory, _options) = (directory, options);

    public TestSite Site { get; private set; } = null!;

    public Rack Rack => _rack!;

    public Machine Machine => Rack.Machines[0];

    public BootApi Api { get; private set; } = null!;

    private string State { get; set; } = "";

    /// <summary>Makes it all; the machine is still off.</summary>
    public static async Task<BootHarness> StartAsync(BootOptions options, BootFixture fixture, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("racklight-boot-").FullName;
        var harness = new BootHarness(directory, options) { State = fixture.State };
        harness._journal.Record(LeftoverKind.Directory, directory);
        try
        {
            // A name of its own, so that the timeline in the shared state begins empty.
            var node = RackName.Fresh("n");
            harness.Site = await TestSite.WriteAsync(Path.Combine(directory, "site"), node, options.Dhcp, options.Pxe, cancellationToken);
            await fixture.EnsureImageAsync(harness.Site, cancellationToken);
            harness._rack = await Rack.CreateAsync(new RackOptions
            {
                Name = RackName.Fresh("boot"),
                Machines =
                [
                    new MachineOptions
                    {
                        Name = node, Firmware = options.Firmware, NicModel = options.Nic, Mac = MacAddress.Parse(TestSite.Mac), Uuid = Guid.NewGuid(), Disks = [new DiskOptions { Size = 2L << 30 }],
                    },
                ],
            }, harness._journal, cancellationToken);
            if (options.Dhcp == "proxy") harness._foreign = await ForeignDhcp.StartAsync(harness.Rack, directory, harness._journal, cancellationToken);
            if (options.Behind is { } product) harness._foreign = await ForeignDhcp.ExportedAsync(product, harness.Site, harness.Rack, directory, harness._journal, cancellationToken);
            await harness.StartServerAsync(cancellationToken);
            return harness;
        }
        catch
        {
            await harness.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts <c>racklight serve</c>, or starts it again.</summary>
    public async Task StartServerAsync(CancellationToken cancellationToken)
    {
        var process = RacklightProgram.Start(Rack.Namespace, "serve", "--site", Site.Directory, "--state", State, "--address", Rack.Gateway.ToString(), "--admin-port", $"{AdminPort}");
        _journal.Record(process);
        _server = new LoggedProcess(process, Path.Combine(_directory, "serve.log"));
        await _server.WaitForLineAsync(ServerIsUp(), cancellationToken);
        Api ??= new BootApi(Rack.Namespace, AdminPort);
    }

    /// <summary>Ends the server without asking it.</summary>
    public async Task KillServerAsync(CancellationToken cancellationToken)
    {
        _server!.Signal(RacklightProgram.Kill);
        await _server.WaitForExitAsync(cancellationToken);
        await _server.DisposeAsync();
    }

    /// <summary>Waits for the line by which a live machine makes itself known on its console; gives the digest that it measured.</summary>
    public async Task<string> WaitForLiveAsync(long from, CancellationToken cancellationToken)
        => (await GuardAsync(Machine.WaitForLineAsync(LiveLine(), from, cancellationToken), cancellationToken)).Groups["digest"].Value;

    /// <summary>Waits for a step on the node's timeline.</summary>
    public Task<BootView> WaitForStepAsync(string step, CancellationToken cancellationToken, long after = 0)
        // A machine that is live with failed units says so as a warning: the test's own assertions tell it better than a time limit.
        => WaitForAsync(boot => boot.Has(step) || (step == BootSteps.Live && boot.State == "live"), cancellationToken, after);

    /// <summary>Waits until the node's newest boot is as asked.</summary>
    public Task<BootView> WaitForAsync(Func<BootView, bool> isSo, CancellationToken cancellationToken, long after = 0)
        => GuardAsync(Api.WaitAsync(Site.Node, isSo, cancellationToken, after), cancellationToken);

    /// <summary>A login on the machine, at the address that the server knows or that the wire shows.</summary>
    public async Task<MachineShell> ShellAsync(BootView boot, CancellationToken cancellationToken)
    {
        var address = boot.Address ?? (await Rack.AddressOfAsync(Machine, cancellationToken))?.ToString() ?? throw new InvalidOperationException("nobody knows the machine's address");
        return new MachineShell(Rack.Namespace, address, Site.PrivateKey);
    }

    /// <summary>The last word of a test: no evidence is needed.</summary>
    public void Passed() => _passed = true;

    public async ValueTask DisposeAsync()
    {
        if (!_passed) await KeepEvidenceAsync();
        Api?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (_foreign is not null) await _foreign.DisposeAsync();
        if (_rack is not null) await _rack.DisposeAsync();
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
        _journal.Forget(LeftoverKind.Directory, _directory);
        _journal.Dispose();
    }

    // What is waited for never comes once the server or the machine is gone: say so at once instead of at the time limit.
    private async Task<T> GuardAsync<T>(Task<T> wanted, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var server = _server!.WaitForExitAsync(over.Token);
        var machine = Machine.WaitForAsync(MachineEventKind.Failed, over.Token);
        var first = await Task.WhenAny(wanted, server, machine);
        await over.CancelAsync();
        if (first == server && !cancellationToken.IsCancellationRequested) throw new InvalidOperationException($"the server ended with exit code {await server}");
        if (first == machine && !cancellationToken.IsCancellationRequested) throw new InvalidOperationException((await machine).Message);
        return await wanted;
    }

    private async Task KeepEvidenceAsync()
    {
        if (_rack is null || Rack.Machines.Count == 0) return;
        var results = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("RACKLIGHT_TEST_RESULTS") ?? "TestResults", $"{_options}-{Site.Node}")).FullName;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var file in (string[])[Machine.ConsoleLog, Path.Combine(_directory, "serve.log"), Path.Combine(_directory, ForeignDhcp.LogName)])
        {
            if (File.Exists(file)) File.Copy(file, Path.Combine(results, Path.GetFileName(file)), overwrite: true);
        }
        try
        {
            if (Machine.State == PowerState.Running) await Machine.ScreenshotAsync(Path.Combine(results, "screen.png"), limit.Token);
            if (Api is not null && _server is { HasExited: false }) await File.WriteAllTextAsync(Path.Combine(results, "timeline.txt"), await Api.DumpAsync(Site.Node, limit.Token), limit.Token);
        }
        catch (Exception e) when (e is ProblemException or HttpRequestException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            await File.WriteAllTextAsync(Path.Combine(results, "evidence.txt"), $"the rest could not be had: {e.Message}\n", CancellationToken.None);
        }
    }

    [GeneratedRegex(@"RACKLIGHT-LIVE digest=(?<digest>[0-9a-f]{64}) uptime=")]
    private static partial Regex LiveLine();

    [GeneratedRegex(@"machines: http://")]
    private static partial Regex ServerIsUp();
}
