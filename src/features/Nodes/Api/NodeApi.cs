using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.Nodes.Assigning;
using Racklight.Nodes.Views;

namespace Racklight.Nodes.Api;

/// <summary>The room's part of the administrative API (docs/api.md).</summary>
internal static class NodeApi
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var queries = endpoints.ServiceProvider.GetRequiredService<NodeQueries>();
        endpoints.MapGet("/api/nodes", async http => await SendAsync(http, [.. (await queries.ListAsync(http.RequestAborted)).Select(ApiNode.From)], ApiJson.Default.IReadOnlyListApiNode));
        endpoints.MapGet("/api/machines", async http => await SendAsync(http, await queries.MachinesAsync(http.RequestAborted), ApiJson.Default.IReadOnlyListSeenMachine));
        endpoints.MapGet("/api/discovered", async http => await SendAsync(http, [.. (await queries.DiscoveredAsync(http.RequestAborted)).Select(ApiMachine.From)], ApiJson.Default.IReadOnlyListApiMachine));
        endpoints.MapGet("/api/nodes/{node}", async http =>
        {
            if (await queries.FindAsync(await NameAsync(http), http.RequestAborted) is { } view) await SendAsync(http, ApiNode.From(view), ApiJson.Default.ApiNode);
            else await NotFoundAsync(http, $"there is no node {Name(http)}");
        });
        endpoints.MapGet("/api/nodes/{node}/boots", async http =>
        {
            var name = await NameAsync(http);
            if (await queries.FindAsync(name, http.RequestAborted) is null) await NotFoundAsync(http, $"there is no node {name}");
            else await SendAsync(http, [.. (await queries.BootsAsync(name, http.RequestAborted)).Select(ApiBoot.From)], ApiJson.Default.IReadOnlyListApiBoot);
        });
        endpoints.MapGet("/api/boots/{id}/events", async http =>
        {
            if (!long.TryParse(http.GetRouteValue("id") as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id)) await NotFoundAsync(http, "there is no such boot");
            else await SendAsync(http, [.. (await queries.EventsAsync(id, http.RequestAborted)).Select(ApiEvent.From)], ApiJson.Default.IReadOnlyListApiEvent);
        });
        endpoints.MapGet("/api/events", http => Fragments.SendEventsAsync(
            http,
            http.RequestServices.GetRequiredService<IBootFeed>().WatchAsync(http.RequestAborted),
            static change => ("boot", JsonSerializer.Serialize(new ApiChange(ApiBoot.From(change.Boot with { Report = null }), change.Event is { } e ? ApiEvent.From(e) : null), ApiJson.Default.ApiChange))));
    }

    private static string Name(HttpContext http) => http.GetRouteValue("node") as string ?? "";

    private static Task<string> NameAsync(HttpContext http) => http.RequestServices.GetRequiredService<NodeNames>().CanonicalAsync(Name(http), http.RequestAborted);

    private static Task SendAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);
    }

    private static Task NotFoundAsync(HttpContext http, string why)
    {
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return SendAsync(http, new ApiError(why), ApiJson.Default.ApiError);
    }
}
