using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Security;
using Racklight.Nodes.Assigning;
using Racklight.Nodes.Machines;

namespace Racklight.Nodes.Api;

/// <summary>What machines are assigned: <c>/api/assignments</c> (docs/nodes.md).</summary>
internal sealed class AssignmentApi(AssignmentDesk desk, Assignments assignments)
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.ServiceProvider.GetRequiredService<AssignmentApi>();
        endpoints.MapGet("/api/assignments", api.ListAsync);
        endpoints.MapPost("/api/assignments", api.AssignAsync);
        endpoints.MapPost("/api/assignments/release", api.ReleaseAsync);
    }

    private async Task ListAsync(HttpContext http)
        => await SendAsync(http, [.. (await assignments.Store.AllAsync(http.RequestAborted)).Select(ApiAssignment.From)], AssignmentJson.Default.IReadOnlyListApiAssignment);

    private async Task AssignAsync(HttpContext http)
    {
        using var body = await BoundedBody.ReadAsync(http);
        if (body is null) return;
        var root = body.RootElement;
        if (Machines(root) is not var (nodes, group) || root.Text("what") is not { Length: > 0 } what)
        {
            await FailAsync(http, StatusCodes.Status400BadRequest, new ApiError("want nodes (a list of names) or group, and what: an image's channel, a menu entry, menu or local"));
            return;
        }
        var once = root.TryGetProperty("once", out var value) && value.ValueKind == JsonValueKind.True;
        await TryAsync(http, async () =>
        {
            var made = await desk.AssignAsync(nodes, group, what, once, Who(http), http.RequestAborted);
            await SendAsync(http, [.. made.Select(ApiAssignment.From)], AssignmentJson.Default.IReadOnlyListApiAssignment);
        });
    }

    private async Task ReleaseAsync(HttpContext http)
    {
        using var body = await BoundedBody.ReadAsync(http);
        if (body is null) return;
        if (Machines(body.RootElement) is not var (nodes, group))
        {
            await FailAsync(http, StatusCodes.Status400BadRequest, new ApiError("want nodes (a list of names) or group"));
            return;
        }
        await TryAsync(http, async () => await SendAsync(http, new ApiReleased(await desk.ReleaseAsync(nodes, group, Who(http), http.RequestAborted)), AssignmentJson.Default.ApiReleased));
    }

    /// <summary>The machines, or the group, that a body names; null when it names neither, or both.</summary>
    private static (IReadOnlyList<string> Nodes, string? Group)? Machines(JsonElement root)
    {
        var nodes = root.Items("nodes");
        var group = root.Text("group");
        if ((nodes.Count == 0) == (group is null) || nodes.Any(static node => node.ValueKind != JsonValueKind.String)) return null;
        return ([.. nodes.Select(static node => node.GetString()!)], group);
    }

    private static async Task TryAsync(HttpContext http, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (ProblemException e)
        {
            await FailAsync(http, e.ExitCode == ExitCodes.Outside ? StatusCodes.Status502BadGateway : StatusCodes.Status422UnprocessableEntity, ApiError.From(e));
        }
    }

    private static string Who(HttpContext http) => http.Features.Get<LoginFeature>()?.User ?? "local";

    private static Task SendAsync<T>(HttpContext http, T value, JsonTypeInfo<T> type)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(value, type, cancellationToken: http.RequestAborted);
    }

    private static Task FailAsync(HttpContext http, int status, ApiError why)
    {
        http.Response.StatusCode = status;
        return SendAsync(http, why, ApiJson.Default.ApiError);
    }
}
