using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Files;

namespace Racklight.Mirrors.Serving;

/// <summary><c>GET|HEAD /mirror/DIGEST/NAME</c>: mirrored files, immutable, with ranges. The name is for the machine's eyes only; the digest decides.</summary>
internal static class MirrorEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapMethods("/mirror/{digest}/{name}", [HttpMethods.Get, HttpMethods.Head], ServeAsync);

    private static async Task ServeAsync(HttpContext http)
    {
        if (!Digest.TryParse(http.GetRouteValue("digest") as string, out var digest) || http.RequestServices.GetRequiredService<Mirror>().Find(digest) is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("There is no such mirrored file.\n", http.RequestAborted);
            return;
        }
        await ImmutableFile.SendAsync(http, found.File, digest, "application/octet-stream");
    }
}
