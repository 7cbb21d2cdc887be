using System.Net;
using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.Labs;
using Racklight.State;

namespace Racklight.Acceptance.Boots;

/// <summary>
/// A rack with one machine that boots the menu, and a server that has mirrored what one entry needs: the machine has no way to any other.
/// Unless the test says that it passed, console, screen, log and timeline go to <c>TestResults/NAME/</c>.
/// </summary>
internal sealed partial class MenuRack : IAsyncDisposable
{
    private const int AdminPort = 8081;
    private readonly RunJournal _journal = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("racklight-menu-").FullName;
    private readonly MenuBoot _boot;
    private Rack? _rack;
    private LoggedProcess? _server;
    private BootApi? _api;
    private bool _passed;

    private MenuRack(MenuBoot boot) => _boot = boot;

    public Machine Machine => Rack.Machines[0];

    public Rack Rack => _rack!;

    public string Node { get; } = RackName.Fresh("n");

    /// <summary>Mirrors the entry, and makes it all; the machine is still off.</summary>
    public static async Task<MenuRack> StartAsync(MenuBoot boot, CancellationToken cancellationToken)
    {
        var made = new MenuRack(boot);
        made._journal.Record(LeftoverKind.Directory, made._directory);
        try
        {
            await made.MirrorAsync(cancellationToken);
            made._rack = await Rack.CreateAsync(new RackOptions
            {
                Name = RackName.Fresh("menu"),
                Machines = [new MachineOptions { Name = made.Node, Firmware = boot.Firmware, MemoryMiB = boot.MemoryMiB, Cpus = 1, Mac = MacAddress.Parse(TestSite.Mac), ExtraArguments = boot.Qemu }],
            }, made._journal, cancellationToken);
            await made.ServeAsync(cancellationToken);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Types what a human would: a search for the entry, and Enter on what it found.</summary>
    public async Task ChooseAsync(CancellationToken cancellationToken)
    {
        // The seconds that are left stand behind the marked line: iPXE waits for keys.
        await WaitForLineAsync(OwnDisk(), cancellationToken);
        await Machine.TypeAsync($"/{_boot.Entry}\r", cancellationToken);
        await WaitForLineAsync(new Regex($"^ *Found for {Regex.Escape(_boot.Entry)} *$"), cancellationToken);
        await Machine.TypeAsync("\r", cancellationToken);
        await GuardAsync(_api!.WaitAsync(Node, boot => boot.Events.Any(e => e.Step == BootSteps.Script && e.Message.Contains("fetched its script: ", StringComparison.Ordinal)), cancellationToken), cancellationToken);
    }

    /// <summary>Waits for a line on the machine's serial console, from power-on on.</summary>
    public Task<Match> WaitForLineAsync(Regex pattern, CancellationToken cancellationToken) => GuardAsync(Machine.WaitForLineAsync(pattern, 0, cancellationToken), cancellationToken);

    /// <summary>What the server knows of the machine's boot.</summary>
    public async Task<BootView> TimelineAsync(CancellationToken cancellationToken) => (await _api!.LatestAsync(Node, cancellationToken))!;

    /// <summary>What is waited for never comes once the server or the machine is gone: says so at once instead of at the time limit.</summary>
    public async Task<T> GuardAsync<T>(Task<T> wanted, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var server = _server!.WaitForExitAsync(over.Token);
        var failed = Machine.WaitForAsync(MachineEventKind.Failed, over.Token);
        var first = await Task.WhenAny(wanted, server, failed);
        await over.CancelAsync();
        if (first == server && !cancellationToken.IsCancellationRequested) throw new InvalidOperationException($"the server ended with exit code {await server}");
        if (first == failed && !cancellationToken.IsCancellationRequested) throw new InvalidOperationException((await failed).Message);
        return await wanted;
    }

    /// <summary>The last word of a test: no evidence is needed.</summary>
    public void Passed() => _passed = true;

    public async ValueTask DisposeAsync()
    {
        if (!_passed && _rack is not null) await KeepEvidenceAsync();
        _api?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        if (_rack is not null) await _rack.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
        _journal.Forget(LeftoverKind.Directory, _directory);
        _journal.Dispose();
    }

    private string Site => Path.Combine(_directory, "site");

    private string State => Path.Combine(_directory, "state");

    private async Task MirrorAsync(CancellationToken cancellationToken)
    {
        using var upstream = new ScriptServer(new IPEndPoint(IPAddress.Loopback, 0), path => _boot.Upstream.TryGetValue(path, out var file) ? File.ReadAllBytes(file) : null);
        foreach (var name in (string[])["nodes", "menu"]) Directory.CreateDirectory(Path.Combine(Site, name));
        await File.WriteAllTextAsync(Path.Combine(Site, "site.yaml"), $$"""
            site: menu
            networks:
              rack: { cidr: 10.20.0.0/24, dhcp: full, range: 10.20.0.100-10.20.0.199, gateway: 10.20.0.1 }
            unknown: local
            {{_boot.Site}}

            """, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Site, "nodes", Node + ".yaml"), $"mac: {TestSite.Mac}\nboots: menu\n{_boot.Node}\n", cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(Site, "menu", _boot.Entry + ".yaml"), _boot.Change.Replace("UPSTREAM", upstream.Authority, StringComparison.Ordinal), cancellationToken);
        var mirrored = await RacklightProgram.RunAsync(cancellationToken, "menu", "mirror", _boot.Entry, "--arch", "amd64", "--site", Site, "--state", State);
        mirrored.ExitCode.ShouldBe(0, mirrored.Error + mirrored.Output);
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        var process = RacklightProgram.Start(Rack.Namespace, "serve", "--site", Site, "--state", State, "--address", Rack.Gateway.ToString(), "--admin-port", $"{AdminPort}");
        _journal.Record(process);
        _server = new LoggedProcess(process, Path.Combine(_directory, "serve.log"));
        await _server.WaitForLineAsync(ServerIsUp(), cancellationToken);
        _api = new BootApi(Rack.Namespace, AdminPort);
    }

    private async Task KeepEvidenceAsync()
    {
        var results = Directory.CreateDirectory(Path.Combine(Environment.GetEnvironmentVariable("RACKLIGHT_TEST_RESULTS") ?? "TestResults", $"{_boot}-{Node}")).FullName;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var file in (string[])[Machine.ConsoleLog, Path.Combine(_directory, "serve.log")])
        {
            if (File.Exists(file)) File.Copy(file, Path.Combine(results, Path.GetFileName(file)), overwrite: true);
        }
        try
        {
            if (Machine.State == PowerState.Running) await Machine.ScreenshotAsync(Path.Combine(results, "screen.png"), limit.Token);
            if (_api is not null && _server is { HasExited: false }) await File.WriteAllTextAsync(Path.Combine(results, "timeline.txt"), await _api.DumpAsync(Node, limit.Token), limit.Token);
        }
        catch (Exception e) when (e is ProblemException or HttpRequestException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            await File.WriteAllTextAsync(Path.Combine(results, "evidence.txt"), $"the rest could not be had: {e.Message}\n", CancellationToken.None);
        }
    }

    [GeneratedRegex(@"own disk +\(\d+\)")]
    private static partial Regex OwnDisk();

    [GeneratedRegex(@"machines: http://")]
    private static partial Regex ServerIsUp();
}
