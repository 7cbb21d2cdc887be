using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.Nodes.Views;
using RazorSlices;

namespace Racklight.Nodes.Pages;

/// <summary>The page of machines that no file names. The site is read-only for the server, so it shows the command that adopts one.</summary>
internal sealed class DiscoveredPages(NodeQueries queries, IBootFeed feed, TimeProvider clock)
{
    private const int MostShown = 500;
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<DiscoveredPages>();
        endpoints.MapGet("/discovered", pages.ShowAsync);
        endpoints.MapGet("/live/discovered", http => Fragments.SendAsync(http, pages.FragmentsAsync(http.RequestAborted)));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var words = http.Request.Query["q"].ToString();
        var page = new DiscoveredPage(PageFrame.For(http, "Discovered", "/discovered", "/live/discovered"), await ModelAsync(words, http.RequestAborted), words);
        http.Response.Headers.CacheControl = "no-store";
        await Results.RazorSlice<Discovered, DiscoveredPage>(page).ExecuteAsync(http);
    }

    private async Task<DiscoveredModel> ModelAsync(string words, CancellationToken cancellationToken)
    {
        var all = await queries.DiscoveredAsync(cancellationToken);
        return new DiscoveredModel([.. all.Take(MostShown)], all.Count, words, clock.GetUtcNow());
    }

    private async IAsyncEnumerable<Fragment> FragmentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watch = feed.WatchAsync(end.Token).GetAsyncEnumerator(end.Token);
        var next = watch.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                // At first too: what happened between the page and this stream would otherwise be missing until the next change.
                yield return new Fragment("discovered", await DiscoveredBody.Create(await ModelAsync("", cancellationToken)).RenderAsync(cancellationToken: cancellationToken));
                if (!await next) yield break;
                // A storm of boots must not become a storm of pages.
                await Task.Delay(Gather, clock, cancellationToken);
                while (next.IsCompleted)
                {
                    if (!await next) yield break;
                    next = watch.MoveNextAsync().AsTask();
                }
            }
        }
        finally
        {
            await end.CancelAsync();
            // An enumerator must not be disposed while it is moving.
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
