using System.Net;
using Microsoft.AspNetCore.Http;
using Racklight.Mirrors;
using Racklight.Mirrors.Fetching;
using Racklight.Mirrors.Running;
using Racklight.Mirrors.Verifying;

namespace Racklight.Tests.Mirrors;

public sealed class MirrorRunTests : IAsyncLifetime
{
    private readonly MirrorBench _mirror = new();
    private readonly byte[] _content = MirrorBench.Bytes(3_000_000);
    private MirrorServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await MirrorServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _mirror.Dispose();
    }

    [Fact]
    public async Task What_a_run_fetched_is_kept_by_digest_and_not_fetched_again()
    {
        var url = _server.File("/vmlinuz", _content);
        var file = new MirrorFile("debian-12", "kernel", url) { Sha256 = Digest.Of(_content) };
        (await _mirror.RunAsync(file)).Single().ShouldSatisfyAllConditions(outcome => outcome.Fate.ShouldBe(Fate.Fetched), outcome => outcome.Record!.Proof.ShouldBe(Proof.Catalog));
        _mirror.Kept(url).ShouldBe(_content);
        _mirror.Parts().ShouldBeEmpty();

        (await _mirror.RunAsync(file, file with { Entry = "debian-rescue" })).Single().Fate.ShouldBe(Fate.Kept);
        _server.Gets("/vmlinuz").ShouldBe(1);
        _mirror.Place.Index.Find(url)!.Entries.ShouldBe(["debian-12", "debian-rescue"]);
    }

    [Fact]
    public async Task Without_a_digest_upstream_is_asked_whether_it_changed()
    {
        var url = _server.File("/iso", _content);
        var file = new MirrorFile("tool", "iso", url);
        var first = (await _mirror.RunAsync(file)).Single().Record!;
        (first.Proof, first.Why).ShouldBe((Proof.None, "the catalog knows neither a digest nor a checksum file nor a signature"));
        (await _mirror.RunAsync(file)).Single().Fate.ShouldBe(Fate.Kept);

        var other = MirrorBench.Bytes(1000, 2);
        _server.File("/iso", other, "\"v2\"");
        (await _mirror.RunAsync(file)).Single().Fate.ShouldBe(Fate.Fetched);
        _mirror.Kept(url).ShouldBe(other);
        _mirror.Place.Artifacts.Exists(first.Digest).ShouldBeFalse("the version from before is of no use any more");
    }

    [Fact]
    public async Task A_mirror_that_cuts_off_is_continued_where_it_stopped()
    {
        var url = _server.On("/big", http => http.Request.Headers.Range.Count == 0 && http.Request.Method == "GET" ? MirrorServer.CutAsync(http, _content, 1_000_000) : MirrorServer.SendAsync(http, _content));
        (await _mirror.RunAsync(new MirrorFile("e", "iso", url))).Single().Fate.ShouldBe(Fate.Fetched);
        _mirror.Kept(url).ShouldBe(_content);
        var again = _server.Requests.Last();
        again.Range.ShouldStartWith("bytes=");
        again.IfRange.ShouldBe("\"v1\"");
    }

    [Fact]
    public async Task A_part_of_another_version_is_fetched_whole()
    {
        var changed = MirrorBench.Bytes(2_000_000, 7);
        var calls = 0;
        var url = _server.On("/big", http => http.Request.Method == "GET" && Interlocked.Increment(ref calls) == 1 ? MirrorServer.CutAsync(http, _content, 900_000) : MirrorServer.SendAsync(http, changed, "\"v2\""));
        (await _mirror.RunAsync(new MirrorFile("e", "iso", url) { Size = null })).Single().Fate.ShouldBe(Fate.Fetched);
        _mirror.Kept(url).ShouldBe(changed);
    }

    [Fact]
    public async Task A_run_that_was_killed_is_resumed_and_only_the_rest_is_fetched()
    {
        var url = _server.On("/big", http => http.Request.Headers.Range.Count > 0 ? MirrorServer.SendAsync(http, _content) : MirrorServer.CutAsync(http, _content, 1_500_000));
        var stop = MirrorBench.Impatient with { All = 1 };
        (await _mirror.RunAsync(Keyrings.For(null), stop, new MirrorFile("e", "iso", url))).Single().Fate.ShouldBe(Fate.Failed);
        var part = new FileInfo(Path.Combine(_mirror.Place.Parts, _mirror.Parts().Single(name => name.EndsWith(".part", StringComparison.Ordinal))));
        part.Length.ShouldBeGreaterThan(0);
        _server.Requests.Clear();

        (await _mirror.RunAsync(new MirrorFile("e", "iso", url))).Single().Fate.ShouldBe(Fate.Fetched);
        _mirror.Kept(url).ShouldBe(_content);
        _server.Requests.Last().Range.ShouldBe($"bytes={part.Length}-");
    }

    [Fact]
    public async Task A_damaged_part_costs_one_more_fetch_and_no_wrong_file()
    {
        var url = _server.On("/big", http => http.Request.Headers.Range.Count > 0 ? MirrorServer.SendAsync(http, _content) : MirrorServer.CutAsync(http, _content, 1_500_000));
        var file = new MirrorFile("e", "iso", url) { Sha256 = Digest.Of(_content) };
        await _mirror.RunAsync(Keyrings.For(null), MirrorBench.Impatient with { All = 1 }, file);
        var part = Path.Combine(_mirror.Place.Parts, _mirror.Parts().Single(name => name.EndsWith(".part", StringComparison.Ordinal)));
        var bytes = await File.ReadAllBytesAsync(part);
        bytes[10] ^= 1;
        await File.WriteAllBytesAsync(part, bytes);
        _server.File("/big", _content);
        (await _mirror.RunAsync(file)).Single().Fate.ShouldBe(Fate.Fetched);
        _mirror.Kept(url).ShouldBe(_content);
    }

    [Fact]
    public async Task Each_way_to_fail_is_told_for_its_file_and_the_others_go_on()
    {
        var good = _server.File("/good", _content);
        var cut = _server.On("/cut", http => http.Request.Method == "HEAD" ? Task.CompletedTask : MirrorServer.CutAsync(http, _content, 0));
        var stalls = _server.On("/stalls", async http =>
        {
            http.Response.ContentLength = 1000;
            if (http.Request.Method == "HEAD") return;
            await http.Response.Body.WriteAsync(new byte[10]);
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        var circle = _server.On("/a", http => Redirect(http, "/b"));
        _server.On("/b", http => Redirect(http, "/a"));
        var lies = _server.File("/lies", MirrorBench.Bytes(1000, 9));
        var larger = _server.File("/larger", MirrorBench.Bytes(1000, 9));
        var missing = _server.At("/missing");
        var endless = _server.On("/endless", http => Redirect(http, "/endless?" + Guid.NewGuid()));
        var elsewhere = _server.On("/elsewhere", http => Redirect(http, "file:///etc/passwd"));

        var outcomes = await _mirror.RunAsync(
            new MirrorFile("e", "cut", cut), new MirrorFile("e", "stalls", stalls), new MirrorFile("e", "circle", circle), new MirrorFile("e", "lies", lies) { Sha256 = Digest.Of(_content) },
            new MirrorFile("e", "larger", larger) { Size = 999 }, new MirrorFile("e", "missing", missing), new MirrorFile("e", "endless", endless), new MirrorFile("e", "elsewhere", elsewhere), new MirrorFile("e", "good", good));

        string Why(string role) => outcomes.Single(outcome => outcome.File.Role == role).Problem!.Message;
        // Cut before the answer's head is out, or just after it: both are seen, by chance of timing.
        Why("cut").ShouldContain("given up after 3 tries");
        Why("stalls").ShouldContain("stalled: no byte came for 0.7 s");
        Why("circle").ShouldContain("redirects go in a circle");
        Why("lies").ShouldContain($"not {Digest.Of(_content)} (the catalog's digest)");
        Why("larger").ShouldContain("has 1,000 bytes, not 999 as the catalog says");
        Why("missing").ShouldContain("answers 404");
        Why("endless").ShouldContain("more than 10 redirects");
        Why("elsewhere").ShouldContain("neither http nor https");
        outcomes.Single(outcome => outcome.File.Role == "good").Fate.ShouldBe(Fate.Fetched);
        _mirror.Place.Index.All().Single().Url.ShouldBe(good);
        _mirror.Place.Artifacts.List().Single().Digest.ShouldBe(Digest.Of(_content));
    }

    [Fact]
    public async Task A_lying_mirror_leaves_what_was_mirrored_before()
    {
        var url = _server.File("/vmlinuz", _content);
        await _mirror.RunAsync(new MirrorFile("e", "kernel", url) { Sha256 = Digest.Of(_content) });
        var wanted = Digest.Of("newer"u8);
        var outcome = (await _mirror.RunAsync(new MirrorFile("e", "kernel", url) { Sha256 = wanted })).Single();
        outcome.Fate.ShouldBe(Fate.Failed);
        _mirror.Kept(url).ShouldBe(_content);
    }

    [Fact]
    public async Task More_than_the_disk_holds_is_refused_before_the_first_byte()
    {
        var url = _server.File("/huge", _content);
        var e = await Should.ThrowAsync<ProblemException>(() => _mirror.RunAsync(new MirrorFile("e", "iso", url) { Size = 1L << 55 }));
        e.Message.ShouldContain("no space for the mirror");
        e.ExitCode.ShouldBe(ExitCodes.Outside);
        _server.Gets("/huge").ShouldBe(0);
    }

    [Fact]
    public async Task A_redirect_from_https_to_http_is_refused()
    {
        using var client = new HttpClient(new Downgrade());
        var web = new WebSource(client, TimeSpan.FromSeconds(5), TimeProvider.System);
        var fault = await Should.ThrowAsync<WebFault>(() => web.AskAsync(HttpMethod.Get, new Uri("https://mirror.example/x"), null, null, CancellationToken.None));
        fault.Message.ShouldContain("redirects from https to http://mirror.example/y");
    }

    [Fact]
    public void A_second_run_is_refused_with_a_clear_word()
    {
        using var held = _mirror.Place.Lock(TimeProvider.System);
        Should.Throw<ProblemException>(() => _mirror.Place.Lock(TimeProvider.System)).Message.ShouldContain("another `racklight menu mirror` works on");
    }

    [Fact]
    public async Task A_body_that_ends_by_closing_the_line_is_not_taken_on_trust()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            for (var i = 0; i < 4; i++)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                var buffer = new byte[4096];
                await stream.ReadAtLeastAsync(buffer, 16, throwOnEndOfStream: false);
                await stream.WriteAsync("HTTP/1.0 200 OK\r\n\r\nhalf of it"u8.ToArray());
            }
        });
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/old");
        var outcome = (await _mirror.RunAsync(new MirrorFile("e", "iso", url))).Single();
        outcome.Problem!.Message.ShouldContain("does not say how long it is");
        (await _mirror.RunAsync(new MirrorFile("e", "iso", url) { Sha256 = Digest.Of("half of it"u8) })).Single().Fate.ShouldBe(Fate.Fetched);
    }

    private static Task Redirect(HttpContext http, string to)
    {
        http.Response.StatusCode = 302;
        http.Response.Headers.Location = to;
        return Task.CompletedTask;
    }

    private sealed class Downgrade : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("http://mirror.example/y") } });
    }
}
