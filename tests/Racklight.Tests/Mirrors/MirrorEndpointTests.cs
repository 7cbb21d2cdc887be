using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Racklight.Mirrors;

namespace Racklight.Tests.Mirrors;

public sealed class MirrorEndpointTests : IAsyncLifetime
{
    private readonly MirrorBench _mirror = new();
    private readonly byte[] _content = MirrorBench.Bytes(2_000_000);
    private MirrorServer _upstream = null!;
    private RoomServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await MirrorServer.StartAsync();
        _server = await RoomServer.StartAsync(_mirror.Directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
        _mirror.Dispose();
    }

    [Fact]
    public async Task A_mirrored_file_is_found_by_its_address_and_served_with_ranges()
    {
        var mirror = _server.Services.GetRequiredService<IMirror>();
        var url = _upstream.File("/pub/linux+kernel", _content);
        mirror.Locate(url).ShouldBeNull();
        var outcome = (await _mirror.RunAsync(new MirrorFile("e", "kernel", url))).Single();
        var record = outcome.Record.ShouldNotBeNull(outcome.Problem?.ToString());
        string? path = null;
        // Another process wrote it: seen within a second or two.
        await Until(() => (path = mirror.Locate(url)) is not null);
        path.ShouldBe($"/mirror/{record.Digest}/linux_kernel");

        (await _server.Client.GetByteArrayAsync(path)).ShouldBe(_content);
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(1_000_000, 1_000_099) } };
        using var part = await _server.Client.SendAsync(request);
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(_content[1_000_000..1_000_100]);
        using var head = await _server.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        head.Content.Headers.ContentLength.ShouldBe(_content.Length);
        head.Headers.ETag!.Tag.ShouldBe($"\"{record.Digest}\"");
        head.Headers.CacheControl!.ToString().ShouldContain("immutable");
    }

    [Fact]
    public async Task Another_rooms_artifact_is_not_the_mirrors_to_give()
    {
        var digest = await _mirror.Place.Artifacts.PutAsync(new MemoryStream([1, 2, 3]));
        (await _server.Client.GetAsync($"/mirror/{digest}/x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Client.GetAsync("/mirror/xyz/x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _server.Client.GetAsync("/cache/http/mirrors.kernel.org/x")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition()) await Task.Delay(50, limit.Token);
    }
}
