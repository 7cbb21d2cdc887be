using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Security;
using Racklight.Nodes.Machines;
using Racklight.Nodes.Refs;
using Racklight.Nodes.Views;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Nodes.Api;

/// <summary>Which nodes boot from which ref: <c>/api/tries</c>, <c>/api/nodes/NODE/try</c> (docs/refs.md).</summary>
internal sealed class TryApi(NodeQueries queries, Tries tries, ISiteRefs refs, IAccountStore accounts, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.ServiceProvider.GetRequiredService<TryApi>();
        endpoints.MapGet("/api/tries", api.ListAsync);
        endpoints.MapGet("/api/nodes/{node}/try", api.ShowAsync);
        endpoints.MapPut("/api/nodes/{node}/try", api.SetAsync);
        endpoints.MapDelete("/api/nodes/{node}/try", api.EndAsync);
    }

    private async Task ListAsync(HttpContext http)
        => await SendAsync(http, [.. (await tries.Store.AllAsync(http.RequestAborted)).Select(static tried => ApiTry.From(tried))], TryJson.Default.IReadOnlyListApiTry);

    private async Task ShowAsync(HttpContext http)
    {
        if (await tries.Store.FindAsync(Name(http), http.RequestAborted) is { } tried) await SendAsync(http, ApiTry.From(tried), TryJson.Default.ApiTry);
        else await FailAsync(http, StatusCodes.Status404NotFound, $"{Name(http)} tries nothing: it boots by the served site");
    }

    private async Task SetAsync(HttpContext http)
    {
        using var body = await BoundedBody.ReadAsync(http);
        if (body is null) return;
        if (body.RootElement.Text("ref") is not { Length: > 0 } text)
        {
            await FailAsync(http, StatusCodes.Status400BadRequest, "ref is a branch, a tag, a commit or user:branch");
            return;
        }
        if (await queries.FindAsync(Name(http), http.RequestAborted) is null)
        {
            await FailAsync(http, StatusCodes.Status404NotFound, $"there is no node {Name(http)}");
            return;
        }
        var once = body.RootElement.TryGetProperty("once", out var value) && value.ValueKind == JsonValueKind.True;
        try
        {
            // Whoever sets it is still there to read what is wrong; the machine's screen is far away.
            var resolved = await refs.ResolveAsync(text, http.RequestAborted);
            (await refs.ReadAsync(resolved.Commit, http.RequestAborted)).Require();
            var tried = new NodeTry(Name(http), text, once, http.Features.Get<LoginFeature>()?.User ?? "local", clock.GetUtcNow());
            await tries.SetAsync(tried, http.RequestAborted);
            await accounts.AuditAsync(new AuditEntry(tried.At, tried.Who, $"{tried.Node} tries {tried.Ref} ({resolved.Commit[..12]}){(once ? " once" : "")}"), http.RequestAborted);
            await SendAsync(http, ApiTry.From(tried, resolved.Commit), TryJson.Default.ApiTry);
        }
        catch (ProblemException e)
        {
            await FailAsync(http, e.ExitCode == ExitCodes.Outside ? StatusCodes.Status502BadGateway : StatusCodes.Status422UnprocessableEntity, string.Join('\n', e.Problems.Take(20)));
        }
    }

    private async Task EndAsync(HttpContext http)
    {
        if (!await tries.Store.ClearAsync(Name(http), http.RequestAborted))
        {
            await FailAsync(http, StatusCodes.Status404NotFound, $"{Name(http)} tries nothing: it boots by the served site");
            return;
        }
        await accounts.AuditAsync(new AuditEntry(clock.GetUtcNow(), http.Features.Get<LoginFeature>()?.User ?? "local", $"{Name(http)} tries nothing any more"), http.RequestAborted);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static string Name(HttpContext http) => http.GetRouteValue("node") as string ?? "";

    private static Task SendAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);
    }

    private static Task FailAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        return SendAsync(http, new ApiError(why), ApiJson.Default.ApiError);
    }
}
