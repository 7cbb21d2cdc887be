using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.Mirrors.Caching;
using RazorSlices;

namespace Racklight.Mirrors.Pages;

/// <summary>The room's page, and the stream that keeps it fresh.</summary>
internal sealed class MirrorPages(IMirror mirror, CacheStore cache, ICacheRules rules, TimeProvider clock)
{
    // The command is another process and tells its progress by a file, once a second.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.ServiceProvider.GetRequiredService<MirrorPages>();
        endpoints.MapGet("/mirror", pages.ShowAsync);
        endpoints.MapGet("/live/mirror", http => Fragments.SendAsync(http, pages.FragmentsAsync(http.RequestAborted)));
    }

    private Task ShowAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var words = http.Request.Query["q"].ToString() is { Length: <= 100 } text ? text : "";
        var allowed = rules.Current;
        var model = new MirrorPageModel(PageFrame.For(http, "Mirror", "/mirror", "/live/mirror"), State(), new CacheState(cache.Count, cache.Stored, allowed.Size, allowed.Hosts), words);
        return Results.RazorSlice<MirrorPage, MirrorPageModel>(model).ExecuteAsync(http);
    }

    private MirrorState State() => new(mirror.Progress, mirror.LastRun, mirror.Records, clock.GetUtcNow());

    private async IAsyncEnumerable<Fragment> FragmentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MirrorState? sent = null;
        while (true)
        {
            var state = State();
            // What happened between the page and this stream would otherwise be missing until the next change: the first look sends all.
            if (sent is null || sent.Progress?.At != state.Progress?.At) yield return new Fragment("progress", await MirrorProgressCard.Create(state).RenderAsync(cancellationToken: cancellationToken));
            if (sent is null || sent.Version != state.Version) yield return new Fragment("mirrored", await MirroredList.Create(new MirrorListModel(state, "")).RenderAsync(cancellationToken: cancellationToken));
            sent = state;
            await Task.Delay(LookEvery, clock, cancellationToken);
        }
    }
}
