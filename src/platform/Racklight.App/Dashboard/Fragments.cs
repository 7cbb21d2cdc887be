using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;

namespace Racklight.App.Dashboard;

/// <summary>A piece of a page that replaces the element of that id.</summary>
/// <param name="Id">The element's id.</param>
/// <param name="Html">The element as it is now, with the same id.</param>
public readonly record struct Fragment(string Id, string Html);

/// <summary>Sends fragments as server-sent events (HTML Living Standard §9.2) until the browser goes away.</summary>
public static class Fragments
{
    // Proxies and browsers close what is silent for a minute; a comment now and then also finds browsers that are gone.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Sends them one by one as they come.</summary>
    public static Task SendAsync(HttpContext http, IAsyncEnumerable<Fragment> fragments)
        => SendEventsAsync(http, fragments, static fragment => ("swap", fragment.Id + "\n" + fragment.Html));

    /// <summary>Sends any events.</summary>
    public static async Task SendEventsAsync<T>(HttpContext http, IAsyncEnumerable<T> events, Func<T, (string Name, string Data)> write)
    {
        var clock = http.RequestServices.GetService(typeof(TimeProvider)) as TimeProvider ?? TimeProvider.System;
        // A stream never ends by itself: without this the server's end would wait for every open browser.
        var stopping = (http.RequestServices.GetService(typeof(IHostApplicationLifetime)) as IHostApplicationLifetime)?.ApplicationStopping ?? CancellationToken.None;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        await using var reader = events.GetAsyncEnumerator(end.Token);
        Task<bool>? next = null;
        try
        {
            await http.Response.WriteAsync("retry: 2000\n\n", end.Token);
            await http.Response.Body.FlushAsync(end.Token);
            next = reader.MoveNextAsync().AsTask();
            while (true)
            {
                if (await Task.WhenAny(next, Task.Delay(Heartbeat, clock, end.Token)) != next)
                {
                    end.Token.ThrowIfCancellationRequested();
                    await http.Response.WriteAsync(":\n\n", end.Token);
                }
                else
                {
                    if (!await next) return;
                    var (name, data) = write(reader.Current);
                    next = null;
                    await http.Response.WriteAsync(Format(name, data), end.Token);
                    next = reader.MoveNextAsync().AsTask();
                }
                await http.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The browser went away, or the server stops.
        }
        finally
        {
            await end.CancelAsync();
            // An enumerator must not be disposed while it is moving.
            if (next is not null) await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    internal static string Format(string name, string data)
    {
        var text = new StringBuilder("event: ").Append(name).Append('\n');
        foreach (var line in data.ReplaceLineEndings("\n").Split('\n')) text.Append("data: ").Append(line).Append('\n');
        return text.Append('\n').ToString();
    }
}
