using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.App.Hosting;
using Racklight.Images;
using Racklight.Nodes;
using Racklight.State;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Racklight.Up;

/// <summary><c>up --lan IFACE</c>: the same server on a real network; shows every machine's boot.</summary>
internal sealed class UpLan(UpOptions options, IReadOnlyList<IFeature> features, TimeProvider clock)
{
    public async Task<int> RunAsync(string lan, CancellationToken cancellationToken)
    {
        if (!Directory.Exists("/sys/class/net/" + lan)) throw new ProblemException($"there is no interface {lan}", "ip -brief link", ExitCodes.Outside);
        var site = await UpRun.ReadSiteAsync(SiteChoice.Directory(options), cancellationToken);
        var settings = options.Server with { Site = site.Root, Interfaces = [lan] };
        var log = Path.Combine(settings.State, "up.log");
        await using var host = await ServerHost.StartAsync(settings, features, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(new FileLoggerProvider(log, clock));
        }, cancellationToken);
        var images = host.Services.GetRequiredService<IImages>();
        foreach (var name in WantedImages(site).Order(StringComparer.Ordinal))
        {
            if (await images.ResolveAsync(name, cancellationToken) is not null) continue;
            Console.Error.WriteLine($"building image {name}");
            await images.BuildAsync(site, name, new Progress<BuildProgress>(step =>
            {
                if (step.Took is { } took) Console.Error.WriteLine($"  {step.Step}: {took.TotalSeconds:0.0} s");
            }), cancellationToken);
        }
        Console.Error.WriteLine($"serving {site.File.Name} on {lan}; dashboard: {host.Dashboard}; log: {log}; Ctrl-C ends it");
        var feed = host.Services.GetRequiredService<IBootFeed>();
        var store = host.Services.GetRequiredService<IBootStore>();
        if (options.UntilLive) return await UntilLiveAsync(feed, store, cancellationToken);
        await ShowAsync(feed, store, cancellationToken);
        return ExitCodes.Done;
    }

    private static HashSet<string> WantedImages(Sites.Site site)
        => [.. site.Nodes.Values.Select(site.BootsOf).Append(site.File.Unknown).Select(boots => boots.Split('@')[0]).Where(site.Images.ContainsKey)];

    private async Task<int> UntilLiveAsync(IBootFeed feed, IBootStore store, CancellationToken cancellationToken)
    {
        await foreach (var (boot, seen) in feed.WatchAsync(cancellationToken))
        {
            if (options.Node is { } wanted && boot.Node != wanted) continue;
            if (seen is not null) Console.Error.WriteLine($"{boot.Node} {seen.Step}: {seen.Message}");
            if (boot.State is not (BootState.Live or BootState.Failed)) continue;
            var state = new UpState { Site = options.Server.Site, Node = boot.Node, Boots = "", Started = boot.Started, PoweredOn = boot.Started, Boot = boot, Before = [] };
            foreach (var known in await store.EventsAsync(boot.Id, cancellationToken)) state.Report(known);
            var fate = boot.State == BootState.Live ? "live" : "failed";
            if (options.Output != OutputFormat.Table) Print.Result(options.Output, state.ToReport(fate), UpJson.Default.UpReport, _ => Text.Empty);
            return fate == "live" ? ExitCodes.Done : ExitCodes.Outside;
        }
        return ExitCodes.Outside;
    }

    private async Task ShowAsync(IBootFeed feed, IBootStore store, CancellationToken cancellationToken)
    {
        try
        {
            if (!Print.Error.Profile.Out.IsTerminal)
            {
                await foreach (var (boot, seen) in feed.WatchAsync(cancellationToken))
                {
                    if (seen is not null) Console.Error.WriteLine($"{seen.At:HH:mm:ss} {boot.Node} {seen.Step}: {seen.Message}");
                }
                return;
            }
            await Print.Error.Live(await DrawAsync(store, cancellationToken)).StartAsync(async live =>
            {
                await foreach (var _ in feed.WatchAsync(cancellationToken))
                {
                    live.UpdateTarget(await DrawAsync(store, cancellationToken));
                    live.Refresh();
                }
            });
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C is how it ends.
        }
    }

    private async Task<IRenderable> DrawAsync(IBootStore store, CancellationToken cancellationToken)
    {
        var table = Print.Table("node", "state", "address", "for", "last event");
        foreach (var boot in (await store.LatestAsync(cancellationToken)).OrderBy(boot => boot.Node, StringComparer.Ordinal))
        {
            var last = await store.EventsAsync(boot.Id, cancellationToken) is [.., var newest] ? newest : null;
            var colour = boot.State switch { BootState.Live => "green", BootState.Failed => "red", _ => "yellow" };
            var age = clock.GetUtcNow() - (boot.Ended ?? boot.Started);
            table.AddRow(new Markup(Markup.Escape(boot.Node)), new Markup($"[{colour}]{boot.State.ToString().ToLowerInvariant()}[/]"), new Markup(Markup.Escape(boot.Address ?? "")), new Markup(age.TotalMinutes.ToString("0 'min'", CultureInfo.InvariantCulture)), new Markup($"[grey]{Markup.Escape(last?.Message ?? "")}[/]"));
        }
        return table.Rows.Count > 0 ? table : new Text("waiting for a machine's first packet", new Style(Color.Grey));
    }
}
