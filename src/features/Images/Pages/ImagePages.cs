using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.State;

namespace Racklight.Images.Pages;

/// <summary>An image as lists show it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Channels">The channels that point to it.</param>
/// <param name="Nodes">The nodes that run it.</param>
public sealed record ImageView(Image Image, IReadOnlyList<string> Channels, IReadOnlyList<string> Nodes)
{
    /// <summary>Bytes that a machine fetches.</summary>
    public long Size => Image.Manifest.Kernel.Size + Image.Manifest.Initrd.Size + Image.Manifest.Rootfs.Size;

    /// <summary>What a filter looks through.</summary>
    public string SearchText => string.Join(' ', [Image.Manifest.Name, Image.Manifest.Base, Image.Digest.Hex, Image.Manifest.KernelRelease, .. Channels, .. Nodes]).ToLowerInvariant();
}

/// <summary>The list of images.</summary>
public sealed record ImageListPage(PageFrame Frame, IReadOnlyList<ImageView> Images, DateTimeOffset Now);

/// <summary>An image in the API (docs/api.md).</summary>
internal sealed record ApiImage
{
    public required string Digest { get; init; }
    public required string Name { get; init; }
    public required string Base { get; init; }
    public required DateTimeOffset Built { get; init; }
    public string? Commit { get; init; }
    public required string Kernel { get; init; }
    public required long Size { get; init; }
    public required string Rootfs { get; init; }
    public required IReadOnlyList<string> Channels { get; init; }
    public required IReadOnlyList<string> Nodes { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<ApiImage>))]
internal sealed partial class ImageApiJson : JsonSerializerContext;

/// <summary>The room's page and its part of the API.</summary>
internal static class ImagePages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/images", async http =>
        {
            http.Response.Headers.CacheControl = "no-store";
            var clock = http.RequestServices.GetRequiredService<TimeProvider>();
            await Results.RazorSlice<ImageList, ImageListPage>(new ImageListPage(PageFrame.For(http, "Images", "/images"), await ListAsync(http), clock.GetUtcNow())).ExecuteAsync(http);
        });
        endpoints.MapGet("/api/images", async http =>
        {
            http.Response.Headers.CacheControl = "no-store";
            IReadOnlyList<ApiImage> images = [.. (await ListAsync(http)).Select(Convert)];
            await http.Response.WriteAsJsonAsync(images, ImageApiJson.Default.IReadOnlyListApiImage, cancellationToken: http.RequestAborted);
        });
    }

    private static async Task<IReadOnlyList<ImageView>> ListAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var pointers = (await services.GetRequiredService<IChannelStore>().AllAsync(http.RequestAborted)).ToLookup(pointer => pointer.Digest, pointer => pointer.Channel);
        var nodes = services.GetService<IImageUse>() is { } use ? await use.NodesByImageAsync(http.RequestAborted) : null;
        var images = await services.GetRequiredService<IImages>().ListAsync(http.RequestAborted);
        return [.. images.Select(image => new ImageView(image, [.. pointers[image.Digest].Order(StringComparer.Ordinal)], nodes is null ? [] : [.. nodes[image.Digest.Hex].Order(StringComparer.Ordinal)]))];
    }

    private static ApiImage Convert(ImageView view) => new()
    {
        Digest = view.Image.Digest.Hex,
        Name = view.Image.Manifest.Name,
        Base = view.Image.Manifest.Base,
        Built = view.Image.Manifest.Built,
        Commit = view.Image.Manifest.Commit,
        Kernel = view.Image.Manifest.KernelRelease,
        Size = view.Size,
        Rootfs = view.Image.Manifest.Rootfs.Digest.Hex,
        Channels = view.Channels,
        Nodes = view.Nodes,
    };
}
