using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.Nodes.Views;
using Racklight.State;
using RazorSlices;

namespace Racklight.Nodes.Pages;

/// <summary>The room's pages, and the streams that keep them fresh.</summary>
internal sealed class NodePages(NodeQueries queries, IBootFeed feed, TimeProvider clock)
{
    // Changes of that long are sent as one: a storm of boots must not become a storm of pages.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(150);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<NodePages>();
        endpoints.MapGet("/", http =>
        {
            http.Response.Redirect("/nodes");
            return Task.CompletedTask;
        });
        endpoints.MapGet("/nodes", pages.ListAsync);
        endpoints.MapGet("/nodes/{node}", pages.ShowAsync);
        endpoints.MapGet("/nodes/{node}/boots/{id}", pages.ShowAsync);
        endpoints.MapGet("/live/nodes", http => Fragments.SendAsync(http, pages.ListFragmentsAsync(http.RequestAborted)));
        endpoints.MapGet("/live/nodes/{node}", http => Fragments.SendAsync(http, pages.NodeFragmentsAsync((string)http.GetRouteValue("node")!, http.RequestAborted)));
    }

    private async Task ListAsync(HttpContext http)
    {
        var all = await queries.ListAsync(http.RequestAborted);
        var page = new NodeListPage(PageFrame.For(http, "Nodes", "/nodes", "/live/nodes"), all, http.Request.Query["q"].ToString(), http.Request.Query["state"].ToString(), clock.GetUtcNow());
        await SendAsync(http, Results.RazorSlice<NodeList, NodeListPage>(page));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var name = (string)http.GetRouteValue("node")!;
        long? id = http.GetRouteValue("id") is string text ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : null;
        if (await ModelAsync(name, id, http.RequestAborted) is not { } model)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await SendAsync(http, Results.RazorSlice<MissingNode, MissingNodePage>(new MissingNodePage(PageFrame.For(http, "Not found", "/nodes"), name), StatusCodes.Status404NotFound));
            return;
        }
        var page = new NodePage(PageFrame.For(http, name, "/nodes", id is null ? "/live/nodes/" + Uri.EscapeDataString(name) : null), model);
        await SendAsync(http, Results.RazorSlice<NodeDetail, NodePage>(page));
    }

    private async Task<NodeModel?> ModelAsync(string name, long? id, CancellationToken cancellationToken)
    {
        if (await queries.FindAsync(name, cancellationToken) is not { } node) return null;
        var boots = await queries.BootsAsync(name, cancellationToken);
        var shown = id is null ? node.Boot : boots.FirstOrDefault(boot => boot.Id == id);
        if (id is not null && shown is null) return null;
        var events = shown is null ? [] : await queries.EventsAsync(shown.Id, cancellationToken);
        return new NodeModel(node, boots, shown, events, clock.GetUtcNow());
    }

    private async IAsyncEnumerable<Fragment> ListFragmentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var changed in ChangesAsync(null, null, cancellationToken))
        {
            var all = await queries.ListAsync(cancellationToken);
            var now = clock.GetUtcNow();
            foreach (var view in all.Where(view => changed.Contains(view.Name)))
            {
                yield return new Fragment(view.RowId, await Pages.NodeRow.Create(new NodeRowModel(view, now)).RenderAsync(cancellationToken: cancellationToken));
            }
            yield return new Fragment("summary", await Pages.NodeSummary.Create(new NodeSummaryModel(all, null)).RenderAsync(cancellationToken: cancellationToken));
        }
    }

    private async IAsyncEnumerable<Fragment> NodeFragmentsAsync(string name, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // While a boot is under way its last bar grows: once a second is enough for the eye.
        var running = true;
        await foreach (var _ in ChangesAsync(name, () => running ? TimeSpan.FromSeconds(1) : Timeout.InfiniteTimeSpan, cancellationToken))
        {
            if (await ModelAsync(name, null, cancellationToken) is not { } model) yield break;
            running = model.Node.State == NodeState.Booting;
            yield return new Fragment("node", await Pages.NodeBody.Create(model).RenderAsync(cancellationToken: cancellationToken));
        }
    }

    private async IAsyncEnumerable<IReadOnlySet<string>> ChangesAsync(string? node, Func<TimeSpan>? tick, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watch = feed.WatchAsync(end.Token).GetAsyncEnumerator(end.Token);
        var next = watch.MoveNextAsync().AsTask();
        // What happened between the page and this stream would otherwise be missing until the next change.
        IReadOnlySet<string> first = node is null ? (await queries.ListAsync(cancellationToken)).Where(view => view.Boot is not null).Select(view => view.Name).ToHashSet(StringComparer.Ordinal) : new HashSet<string> { node };
        try
        {
            yield return first;
            while (true)
            {
                var changed = new HashSet<string>(StringComparer.Ordinal);
                var ticked = Task.Delay(tick?.Invoke() ?? Timeout.InfiniteTimeSpan, clock, cancellationToken);
                await Task.WhenAny(next, ticked);
                cancellationToken.ThrowIfCancellationRequested();
                if (next.IsCompleted) await Task.Delay(Gather, clock, cancellationToken);
                while (next.IsCompleted)
                {
                    if (!await next) yield break;
                    if (node is null || watch.Current.Boot.Node == node) changed.Add(watch.Current.Boot.Node);
                    next = watch.MoveNextAsync().AsTask();
                }
                if (changed.Count > 0 || (ticked.IsCompletedSuccessfully && node is not null)) yield return changed;
            }
        }
        finally
        {
            await end.CancelAsync();
            // An enumerator must not be disposed while it is moving.
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static Task SendAsync(HttpContext http, IResult result)
    {
        http.Response.Headers.CacheControl = "no-store";
        return result.ExecuteAsync(http);
    }
}
