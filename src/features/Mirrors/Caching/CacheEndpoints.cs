using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Racklight.Mirrors.Caching;

/// <summary><c>GET|HEAD /cache/SCHEME/HOST/PATH</c>: what installers fetch, passed through and kept.</summary>
internal static class CacheEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
        => endpoints.MapMethods("/cache/{**target}", [HttpMethods.Get, HttpMethods.Head], ServeAsync);

    private static async Task ServeAsync(HttpContext http)
    {
        var rules = http.RequestServices.GetRequiredService<ICacheRules>().Current;
        if (rules.Size == 0)
        {
            await RefuseAsync(http, StatusCodes.Status404NotFound, "The cache is off: racklight serve --cache-size 20G, or cache: { size: 20G } in site.yaml.");
            return;
        }
        if (CacheTarget.Parse(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget) is not { } url)
        {
            await RefuseAsync(http, StatusCodes.Status400BadRequest, "That is no address: /cache/http/HOST/PATH or /cache/https/HOST/PATH.");
            return;
        }
        if (HostRules.Of(rules.Hosts, url.Host, url.Port) == HostRule.None)
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, $"The site does not allow {url.Authority} through the cache: cache.hosts in site.yaml.");
            return;
        }
        await http.RequestServices.GetRequiredService<CacheService>().ServeAsync(http, url);
    }

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsync(why + "\n", http.RequestAborted);
    }
}
