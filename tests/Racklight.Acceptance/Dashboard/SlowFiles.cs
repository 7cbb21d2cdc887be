using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Racklight.Acceptance.Dashboard;

/// <summary>A real HTTP server on loopback that gives a quarter of each file, and the rest when it is told to.</summary>
internal sealed class SlowFiles : IAsyncDisposable
{
    public const int Size = 4_000_000;
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SlowFiles(WebApplication app) => _app = app;

    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<SlowFiles> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel => kestrel.Limits.MinResponseDataRate = null);
        var app = builder.Build();
        var files = new SlowFiles(app);
        app.Run(files.SendAsync);
        await app.StartAsync();
        return files;
    }

    /// <summary>Gives the rest of all files.</summary>
    public void Finish() => _rest.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Finish();
        await _app.DisposeAsync();
    }

    private async Task SendAsync(HttpContext http)
    {
        if (http.Request.Path == "/missing")
        {
            http.Response.StatusCode = 404;
            return;
        }
        http.Response.ContentLength = Size;
        http.Response.Headers.ETag = "\"1\"";
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await http.Response.Body.WriteAsync(new byte[Size / 4], http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        // Less than the patience of the client, which takes silence for a stall: a byte now and then keeps it waiting.
        for (var sent = Size / 4; sent < Size;)
        {
            var all = _rest.Task.IsCompleted;
            if (!all) await Task.WhenAny(_rest.Task, Task.Delay(TimeSpan.FromSeconds(2), http.RequestAborted));
            var count = all ? Size - sent : 1;
            await http.Response.Body.WriteAsync(new byte[count], http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            sent += count;
        }
    }
}
