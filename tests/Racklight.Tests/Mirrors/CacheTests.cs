using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Racklight.Mirrors.Caching;

namespace Racklight.Tests.Mirrors;

public sealed class CacheTests : IAsyncLifetime
{
    private readonly string _state = Directory.CreateTempSubdirectory("rl-cache-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
    private readonly byte[] _content = MirrorBench.Bytes(1_000_000);
    private MirrorServer _upstream = null!;
    private RoomServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _upstream = await MirrorServer.StartAsync();
        _server = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _upstream.DisposeAsync();
        // A fetch that nobody waits for may still write its last part.
        for (var left = 50; ; left--)
        {
            try
            {
                Directory.Delete(_state, recursive: true);
                return;
            }
            catch (IOException) when (left > 0)
            {
                await Task.Delay(100);
            }
        }
    }

    private string Host => $"127.0.0.1:{_upstream.Port}";

    private CacheStore Store => _server.Services.GetRequiredService<CacheStore>();

    private Task<RoomServer> StartAsync(long size = 10_000_000) => RoomServer.StartAsync(_state, new CacheRules([Host], size), _clock);

    [Fact]
    public async Task A_package_is_fetched_once_and_never_asked_about_again()
    {
        _upstream.File("/pool/a.deb", _content);
        for (var i = 0; i < 3; i++)
        {
            (await GetAsync("/pool/a.deb")).ShouldBe(_content);
            await StoredAsync(_content.Length);
            _clock.Advance(TimeSpan.FromDays(1));
        }
        _upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_may_change_is_asked_about_and_not_sent_again_while_it_did_not()
    {
        _upstream.File("/dists/Release", _content);
        (await GetAsync("/dists/Release")).ShouldBe(_content);
        await StoredAsync(_content.Length);
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await GetAsync("/dists/Release")).ShouldBe(_content);
        _upstream.Requests.Count.ShouldBe(2);

        var newer = MirrorBench.Bytes(5000, 2);
        _upstream.File("/dists/Release", newer, "\"v2\"");
        _clock.Advance(TimeSpan.FromMinutes(1));
        (await GetAsync("/dists/Release")).ShouldBe(newer);
        await StoredAsync(newer.Length);
    }

    [Fact]
    public async Task Many_at_once_cost_upstream_one_fetch_and_all_see_it_come()
    {
        var go = new TaskCompletionSource();
        var asked = new TaskCompletionSource();
        _upstream.On("/pool/a.deb", async http =>
        {
            http.Response.ContentLength = _content.Length;
            await http.Response.Body.WriteAsync(_content.AsMemory(0, 1000));
            await http.Response.Body.FlushAsync();
            asked.SetResult();
            await go.Task;
            await http.Response.Body.WriteAsync(_content.AsMemory(1000));
        });
        using var first = await _server.Client.GetAsync(Path("/pool/a.deb"), HttpCompletionOption.ResponseHeadersRead);
        await asked.Task;
        var beginning = new byte[1000];
        await using var body = await first.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(beginning);
        beginning.ShouldBe(_content[..1000], "the first machine gets bytes while the rest is still upstream");
        var others = Enumerable.Range(0, 8).Select(_ => GetAsync("/pool/a.deb")).ToArray();
        go.SetResult();
        foreach (var other in others) (await other).ShouldBe(_content);
        _upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_seen_as_such_and_never_kept()
    {
        _upstream.On("/pool/a.deb", http => MirrorServer.CutAsync(http, _content, 300_000));
        await Should.ThrowAsync<HttpRequestException>(() => GetAsync("/pool/a.deb"));
        _upstream.File("/pool/a.deb", _content);
        (await GetAsync("/pool/a.deb")).ShouldBe(_content);
        await StoredAsync(_content.Length);
        Directory.EnumerateFiles(System.IO.Path.Combine(_state, "cache"), "*.data").Count().ShouldBe(1);
    }

    [Fact]
    public async Task The_least_recently_used_goes_when_room_is_needed_and_the_limit_holds()
    {
        for (var i = 0; i < 9; i++) await FetchAsync(i);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync("/pool/0.deb");
        for (var i = 9; i < 12; i++) await FetchAsync(i);
        Store.Stored.ShouldBeLessThanOrEqualTo(10_000_000);
        _upstream.Requests.Clear();
        await GetAsync("/pool/0.deb");
        await GetAsync("/pool/11.deb");
        _upstream.Requests.ShouldBeEmpty("both were used lately");
        await GetAsync("/pool/1.deb");
        _upstream.Requests.Count.ShouldBe(1);

        async Task FetchAsync(int i)
        {
            _upstream.File($"/pool/{i}.deb", MirrorBench.Bytes(1_000_000, i));
            _clock.Advance(TimeSpan.FromSeconds(1));
            (await GetAsync($"/pool/{i}.deb")).ShouldBe(MirrorBench.Bytes(1_000_000, i));
            await StoredAsync(Math.Min(10, i + 1) * 1_000_000L);
        }
    }

    [Fact]
    public async Task What_is_larger_than_the_cache_passes_through()
    {
        await _server.DisposeAsync();
        _server = await StartAsync(500_000);
        _upstream.File("/pool/a.deb", _content);
        (await GetAsync("/pool/a.deb")).ShouldBe(_content);
        Store.Stored.ShouldBe(0);
        _upstream.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_a_restart_what_is_whole_is_there_and_the_rest_is_swept()
    {
        _upstream.File("/pool/a.deb", _content);
        await GetAsync("/pool/a.deb");
        await StoredAsync(_content.Length);
        var directory = System.IO.Path.Combine(_state, "cache");
        await _server.DisposeAsync();
        await File.WriteAllTextAsync(System.IO.Path.Combine(directory, "half.data"), "x");
        await File.WriteAllTextAsync(System.IO.Path.Combine(directory, "half.json"), "{");
        _server = await StartAsync();
        (await GetAsync("/pool/a.deb")).ShouldBe(_content);
        _upstream.Requests.Count.ShouldBe(1);
        Directory.EnumerateFiles(directory).Count().ShouldBe(2);
    }

    [Fact]
    public async Task Ranges_come_from_the_cache_or_pass_through()
    {
        _upstream.File("/pool/a.deb", _content);
        await PartAsync();
        _upstream.Requests.Single().Range.ShouldBe("bytes=10-19");
        await GetAsync("/pool/a.deb");
        await StoredAsync(_content.Length);
        _upstream.Requests.Clear();
        await PartAsync();
        _upstream.Requests.ShouldBeEmpty();

        async Task PartAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path("/pool/a.deb")) { Headers = { Range = new RangeHeaderValue(10, 19) } };
            using var part = await _server.Client.SendAsync(request);
            part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
            (await part.Content.ReadAsByteArrayAsync()).ShouldBe(_content[10..20]);
        }
    }

    [Fact]
    public async Task While_upstream_is_away_what_is_kept_is_served()
    {
        _upstream.File("/dists/Release", _content);
        await GetAsync("/dists/Release");
        await StoredAsync(_content.Length);
        _clock.Advance(TimeSpan.FromHours(1));
        _upstream.On("/dists/Release", http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        (await GetAsync("/dists/Release")).ShouldBe(_content);
    }

    [Fact]
    public async Task A_missing_file_is_told_as_missing()
    {
        using var answer = await _server.Client.GetAsync(Path("/none"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        Store.Stored.ShouldBe(0);
    }

    [Fact]
    public async Task A_machine_that_has_the_current_version_is_told_so()
    {
        var changed = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        _upstream.File("/dists/Release", _content, "\"v1\"", changed);
        await GetAsync("/dists/Release");
        await StoredAsync(_content.Length);
        using var request = new HttpRequestMessage(HttpMethod.Get, Path("/dists/Release")) { Headers = { IfModifiedSince = changed } };
        using var answer = await _server.Client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Only_what_the_site_names_is_reached()
    {
        foreach (var (path, status) in new[]
        {
            ("/cache/http/169.254.169.254/latest/meta-data", HttpStatusCode.Forbidden), ($"/cache/http/localhost:{_upstream.Port}/x", HttpStatusCode.Forbidden), ("/cache/ftp/x/y", HttpStatusCode.BadRequest),
            ($"/cache/http/user@{Host}/x", HttpStatusCode.BadRequest), ($"/cache/http/{Host}%2f..%2f/x", HttpStatusCode.BadRequest), ("/cache/http/", HttpStatusCode.BadRequest),
        })
        {
            using var answer = await _server.Client.GetAsync(path);
            answer.StatusCode.ShouldBe(status, path);
        }
        _upstream.On("/away", http =>
        {
            http.Response.StatusCode = 302;
            http.Response.Headers.Location = "http://169.254.169.254/latest";
            return Task.CompletedTask;
        });
        using var redirected = await _server.Client.GetAsync(Path("/away"));
        redirected.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await redirected.Content.ReadAsStringAsync()).ShouldContain("the site does not allow 169.254.169.254 through the cache");
    }

    [Fact]
    public async Task A_pattern_is_no_way_to_an_internal_address()
    {
        await using var server = await RoomServer.StartAsync(System.IO.Path.Combine(_state, "other"), new CacheRules([$"*.example.org:{_upstream.Port}", $"named.example.org:{_upstream.Port}"], 10_000_000), _clock,
            static (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.Parse("10.1.2.3")]));
        _upstream.File("/x", _content);
        using var refused = await server.Client.GetAsync($"/cache/http/evil.example.org:{_upstream.Port}/x");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("evil.example.org is at 127.0.0.1, 10.1.2.3, which is no public address");
        (await server.Client.GetByteArrayAsync($"/cache/http/named.example.org:{_upstream.Port}/x")).ShouldBe(_content);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    public void Addresses_are_public_or_not(string address, bool expected) => HostRules.IsPublic(IPAddress.Parse(address)).ShouldBe(expected);

    private string Path(string path) => $"/cache/http/{Host}{path}";

    private Task<byte[]> GetAsync(string path) => _server.Client.GetByteArrayAsync(Path(path));

    /// <summary>A machine has its last byte before the file is synced and kept.</summary>
    private async Task StoredAsync(long bytes)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Store.Stored != bytes) await Task.Delay(20, limit.Token);
    }
}
