using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Racklight.Images;

/// <summary><c>GET|HEAD /images/DIGEST/FILE</c>: immutable files with ranges, for machines and for any cache between.</summary>
internal static class ImageEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapMethods("/images/{digest}/{file}", [HttpMethods.Get, HttpMethods.Head], ServeAsync);

    private static async Task ServeAsync(HttpContext http)
    {
        var name = http.GetRouteValue("file") as string;
        if (!Digest.TryParse(http.GetRouteValue("digest") as string, out var digest)
            || await http.RequestServices.GetRequiredService<IImages>().FindAsync(digest, http.RequestAborted) is not { } image
            || PartOf(image, name) is not { } part
            || http.RequestServices.GetRequiredService<IImageFiles>().PathOf(part) is not { } path)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("There is no such image file.\n", http.RequestAborted);
            return;
        }
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        Watch(http, digest, name!, path);
        await SendAsync(http, path, part, name == "manifest.json" ? "application/json" : "application/octet-stream");
    }

    private static Digest? PartOf(Image image, string? name) => name switch
    {
        "kernel" => image.Manifest.Kernel.Digest,
        "initrd" => image.Manifest.Initrd.Digest,
        "rootfs" => image.Manifest.Rootfs.Digest,
        "manifest.json" => image.Digest,
        _ => null,
    };

    private static Task SendAsync(HttpContext http, string path, Digest digest, string type)
        => Results.File(path, type, entityTag: new EntityTagHeaderValue($"\"{digest}\""), enableRangeProcessing: true).ExecuteAsync(http);

    private static void Watch(HttpContext http, Digest image, string name, string path)
    {
        if (!HttpMethods.IsGet(http.Request.Method)) return;
        var watchers = http.RequestServices.GetServices<IDownloadWatcher>().ToArray();
        if (watchers.Length == 0 || http.Connection.RemoteIpAddress is not { } client) return;
        var began = Stopwatch.GetTimestamp();
        http.Response.OnCompleted(() =>
        {
            if (http.Response.StatusCode is not (StatusCodes.Status200OK or StatusCodes.Status206PartialContent)) return Task.CompletedTask;
            var download = new Download(client, image, name, http.Response.ContentLength ?? 0, new FileInfo(path).Length, !http.RequestAborted.IsCancellationRequested, Stopwatch.GetElapsedTime(began));
            foreach (var watcher in watchers) watcher.Served(download);
            return Task.CompletedTask;
        });
    }
}
