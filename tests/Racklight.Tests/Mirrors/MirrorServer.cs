using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Racklight.Tests.Mirrors;

/// <summary>A real web server that serves files well, or as badly as it is told to.</summary>
internal sealed class MirrorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RequestDelegate> _paths = new(StringComparer.Ordinal);

    private MirrorServer(WebApplication app) => _app = app;

    /// <summary>What came, in order: method, path, range.</summary>
    public ConcurrentQueue<(string Method, string Path, string Range, string IfRange)> Requests { get; } = new();

    public string Url { get; private set; } = "";

    public int Port => new Uri(Url).Port;

    public static async Task<MirrorServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MinResponseDataRate = null;
        });
        var app = builder.Build();
        var server = new MirrorServer(app);
        app.Run(server.ServeAsync);
        await app.StartAsync();
        server.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public Uri At(string path) => new(Url + path);

    public int Gets(string path) => Requests.Count(request => request.Method == "GET" && request.Path == path);

    /// <summary>Serves a file as a good server does: ranges, entity tag, HEAD.</summary>
    public Uri File(string path, byte[] content, string? tag = "\"v1\"", DateTimeOffset? changed = null)
        => On(path, http => SendAsync(http, content, tag, changed));

    public Uri File(string path, string content) => File(path, System.Text.Encoding.UTF8.GetBytes(content));

    public Uri On(string path, RequestDelegate handle)
    {
        _paths[path] = handle;
        return At(path);
    }

    /// <summary>Promises all, sends some, cuts the line.</summary>
    public static async Task CutAsync(HttpContext http, byte[] content, int count, string? tag = "\"v1\"")
    {
        if (tag is not null) http.Response.Headers.ETag = tag;
        http.Response.ContentLength = content.Length;
        await http.Response.Body.WriteAsync(content.AsMemory(0, count));
        // Kestrel closes the connection of an answer that is too short. Reset, it would take with it what its reader has not read yet.
        await http.Response.Body.FlushAsync();
    }

    public static Task SendAsync(HttpContext http, byte[] content, string? tag = "\"v1\"", DateTimeOffset? changed = null)
        => Results.Bytes(content, "application/octet-stream", enableRangeProcessing: true, lastModified: changed,
            entityTag: tag is null ? null : Microsoft.Net.Http.Headers.EntityTagHeaderValue.Parse(tag)).ExecuteAsync(http);

    private Task ServeAsync(HttpContext http)
    {
        Requests.Enqueue((http.Request.Method, http.Request.Path, http.Request.Headers.Range.ToString(), http.Request.Headers.IfRange.ToString()));
        if (_paths.TryGetValue(http.Request.Path, out var handle)) return handle(http);
        http.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
