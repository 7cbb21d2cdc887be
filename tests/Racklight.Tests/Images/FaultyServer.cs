using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Racklight.Tests.Images;

/// <summary>A web server that serves one root file as badly as it is told to, and notes what machines post.</summary>
internal sealed class FaultyServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _requests;

    private FaultyServer(WebApplication app) => _app = app;

    public required byte[] Bytes { get; init; }

    /// <summary>What the n-th request for the root file (from 1) gets; null: the file, with ranges.</summary>
    public Func<HttpContext, int, Task>? Fault { get; init; }

    public ConcurrentQueue<(string Path, string Body)> Posts { get; } = new();

    public ConcurrentQueue<string> Ranges { get; } = new();

    public int Requests => _requests;

    public string Url { get; private set; } = "";

    /// <summary>Starts one; the first <paramref name="away"/> requests of any kind are not answered.</summary>
    public static async Task<FaultyServer> StartAsync(byte[] bytes, Func<HttpContext, int, Task>? fault = null, string? keys = null, int away = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new FaultyServer(app) { Bytes = bytes, Fault = fault };
        app.Use(async (http, next) =>
        {
            // As if nobody were there: the line is cut before an answer.
            if (Interlocked.Decrement(ref away) >= 0) http.Abort();
            else await next(http);
        });
        app.MapGet("/images/{digest}/rootfs", server.ServeAsync);
        app.MapGet("/boots/{session}/authorized_keys", () => keys is null ? Results.NotFound() : Results.Text(keys));
        app.MapPost("/boots/{session}/{what}", server.TakeAsync);
        await app.StartAsync();
        server.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Sends a part of an answer that promised more, then cuts the line.</summary>
    public async Task CutAsync(HttpContext http, int count)
    {
        http.Response.ContentLength = Bytes.Length;
        await http.Response.Body.WriteAsync(Bytes.AsMemory(0, count));
        await http.Response.Body.FlushAsync();
        http.Abort();
    }

    /// <summary>The file with ranges, as a healthy server sends it.</summary>
    public Task SendAsync(HttpContext http) => Results.Bytes(Bytes, enableRangeProcessing: true).ExecuteAsync(http);

    private Task ServeAsync(HttpContext http)
    {
        Ranges.Enqueue(http.Request.Headers.Range.ToString());
        var number = Interlocked.Increment(ref _requests);
        return Fault is null ? SendAsync(http) : Fault(http, number);
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        Posts.Enqueue((http.Request.Path, await reader.ReadToEndAsync()));
    }
}
