using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.App.Hosting;
using Racklight.Images;
using Racklight.Labs;
using Racklight.Nodes;
using Racklight.Sites;
using Racklight.State;
using Spectre.Console;

namespace Racklight.Up;

/// <summary>The main job, from a site to a live machine: site → rack → server → image → power → live.</summary>
internal sealed class UpRun(UpOptions options, IReadOnlyList<IFeature> features, TimeProvider clock)
{
    private const string ServerLog = "server.log";

    /// <summary>Runs until Ctrl-C, or until the machine's fate is known when that was asked for.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        RunJournal.Sweep(line => Console.Error.WriteLine(line));
        if (options.Lan is { } lan) return await new UpLan(options, features, clock).RunAsync(lan, cancellationToken);

        var started = clock.GetUtcNow();
        var site = await ReadSiteAsync(SiteChoice.Directory(options), cancellationToken);
        var (nodeName, node, imageName) = SiteChoice.Node(site, options.Node);
        var (_, network) = SiteChoice.Network(site);
        var state = new UpState { Site = site.File.Name, Node = nodeName, Boots = site.BootsOf(node), Started = started, Before = StartFromSource.Took() };
        using var journal = new RunJournal();
        var name = RackName.Fresh("up");
        var directory = Path.Combine(options.Server.State, "racks", name);
        var rackOptions = Plan(name, directory, network, node, nodeName);
        if (RackPreflight.Check(rackOptions) is { Count: > 0 } missing) throw new ProblemException(missing, ExitCodes.Outside);
        journal.Record(LeftoverKind.Directory, directory);
        Directory.CreateDirectory(directory);
        var key = await LabKey.EnsureAsync(options.Server.State, cancellationToken);

        await using var rack = await Rack.CreateAsync(rackOptions, journal, cancellationToken);
        await using var host = await ServerHost.StartAsync(Settings(site, rack, directory), features, builder => Configure(builder, directory), cancellationToken);
        host.Services.GetRequiredService<ExtraTrustedKeys>().Add(key.PublicLine);
        state.Dashboard = host.Dashboard;

        var view = UpView.Create(state, clock);
        var fate = await view.ShowAsync(async token =>
        {
            state.Image = await host.Services.GetRequiredService<IImages>().BuildAsync(site, imageName, new Reporter(state, view), token);
            // Another site may have built an image of that name later: this rack boots the one that was built for it.
            await host.Services.GetRequiredService<IChannelStore>().SetAsync(imageName, SiteChoice.ChannelOf(state.Boots), state.Image.Digest, token);
            return await BootAsync(state, rack, host, key, directory, view, token);
        }, cancellationToken);

        var kept = fate == "live" ? null : await KeepEvidenceAsync(rack, directory, name);
        if (options.Output != OutputFormat.Table) Print.Result(options.Output, state.ToReport(fate), UpJson.Default.UpReport, _ => Text.Empty);
        if (kept is not null) Print.Problems([new Problem(state.Failure ?? "the machine did not get live") { Hint = $"look at what the machine showed and the server said: {kept}/" }]);
        return fate == "live" ? ExitCodes.Done : ExitCodes.Outside;
    }

    internal static async Task<Site> ReadSiteAsync(string directory, CancellationToken cancellationToken)
    {
        var reading = await SiteReader.ReadAsync(directory, cancellationToken);
        var site = reading.Require();
        Print.Problems(reading.Problems);
        return site;
    }

    private async Task<string> BootAsync(UpState state, Rack rack, ServerHost host, LabKey key, string directory, UpView view, CancellationToken cancellationToken)
    {
        var machine = rack.Machines[0];
        var feed = host.Services.GetRequiredService<IBootFeed>();
        var store = host.Services.GetRequiredService<IBootStore>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Subscribed before the switch is pressed: no event of the boot can be missed.
        await using var changes = feed.WatchAsync(patience.Token).GetAsyncEnumerator(patience.Token);
        var next = changes.MoveNextAsync().AsTask();
        state.PoweredOn = clock.GetUtcNow();
        await machine.PowerOnAsync(cancellationToken);
        if (options.UntilLive) patience.CancelAfter(options.Patience);
        var fate = "failed";
        try
        {
            while (await next)
            {
                var (boot, seen) = changes.Current;
                if (boot.Node == state.Node)
                {
                    if (seen is not null && state.Report(seen)) view.Tell(seen);
                    state.Boot = boot;
                    if (boot.State == BootState.Live && fate != "live")
                    {
                        fate = "live";
                        await CatchUpAsync(state, store, boot.Id, cancellationToken);
                        state.Ssh = await key.CommandAsync(rack, state, directory, cancellationToken);
                        view.Live();
                        if (options.UntilLive) return fate;
                    }
                    if (boot.State == BootState.Failed)
                    {
                        await CatchUpAsync(state, store, boot.Id, cancellationToken);
                        state.Failure = state.Events.LastOrDefault(static e => e.Level == EventLevel.Error)?.Message ?? "the machine reported a failure";
                        if (options.UntilLive) return "failed";
                    }
                }
                next = changes.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var last = state.Milestones() is [.., var newest] ? newest : null;
            state.Failure = $"not live {options.Patience.TotalMinutes:0} minutes after power-on; the last step passed was {last?.Step ?? "none"}";
            return "timeout";
        }
        return fate;
    }

    /// <summary>A boot's state is told before its last event: the events are taken from the store, where none is missing.</summary>
    private static async Task CatchUpAsync(UpState state, IBootStore store, long boot, CancellationToken cancellationToken)
    {
        await store.FlushAsync(cancellationToken);
        foreach (var known in await store.EventsAsync(boot, cancellationToken)) state.Report(known);
    }

    private RackOptions Plan(string name, string directory, NetworkConfig network, NodeFile node, string nodeName) => new()
    {
        Name = name,
        WorkDirectory = Path.Combine(directory, "work"),
        Subnet = IPNetwork.Parse(network.Cidr),
        GatewayAddress = network.Gateway is { } gateway ? IPAddress.Parse(gateway) : null,
        Machines =
        [
            new MachineOptions
            {
                Name = nodeName,
                Firmware = options.Uefi ? Firmware.Uefi : Firmware.Bios,
                MemoryMiB = options.MemoryMiB,
                Mac = MacAddress.Parse(node.Mac!),
                // A machine has an identity of its own: from the site, else made up for this rack.
                Uuid = Guid.TryParse(node.Uuid, out var uuid) ? uuid : Guid.NewGuid(),
                Disks = [new DiskOptions()],
            },
        ],
    };

    /// <summary>Saves what tells why a boot failed, before the rack goes: the serial console, the screen, the server's log.</summary>
    private async Task<string> KeepEvidenceAsync(Rack rack, string directory, string name)
    {
        var kept = Path.Combine(options.Server.State, "failed", name);
        Directory.CreateDirectory(kept);
        var machine = rack.Machines[0];
        File.Copy(Path.Combine(directory, ServerLog), Path.Combine(kept, ServerLog), overwrite: true);
        if (File.Exists(machine.ConsoleLog)) File.Copy(machine.ConsoleLog, Path.Combine(kept, "console.log"), overwrite: true);
        if (machine.State == PowerState.Running)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10), clock);
            try
            {
                await machine.ScreenshotAsync(Path.Combine(kept, "screen.png"), limit.Token);
            }
            catch (Exception e) when (e is ProblemException or OperationCanceledException or IOException)
            {
                // The picture is a bonus; the console's text is there.
            }
        }
        return kept;
    }

    private ServerSettings Settings(Site site, Rack rack, string directory) => options.Server with
    {
        Site = site.Root,
        NetworkNamespace = rack.Namespace,
        Address = rack.Gateway,
        DatabaseDirectory = directory,
        // Two racks at once: the second one's dashboard takes a free port instead of failing on the first one's.
        AdminPort = options.NamesAdminPort || FreePort.IsFree(options.Server.AdminAddress, options.Server.AdminPort) ? options.Server.AdminPort : 0,
    };

    private void Configure(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder, string directory)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new FileLoggerProvider(Path.Combine(directory, ServerLog), clock));
    }

    private sealed class Reporter(UpState state, UpView view) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            state.Report(value);
            view.Tell(value);
        }
    }
}
