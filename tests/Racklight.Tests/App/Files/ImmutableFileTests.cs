using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.App.Files;

namespace Racklight.Tests.App.Files;

/// <summary>Each on both ways to send: by the kernel, and copied where a connection offers nothing else.</summary>
public sealed class ImmutableFileTests : IAsyncLifetime
{
    private const int Length = 3_000_000;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("racklight-http-");
    private readonly byte[] _content = new byte[Length];
    private readonly List<WebApplication> _servers = [];
    private Digest _digest;

    public async ValueTask InitializeAsync()
    {
        new Random(1).NextBytes(_content);
        _digest = Digest.Of(_content);
        Directory.CreateDirectory(Path.Combine(_directory.FullName, "images"));
        await File.WriteAllBytesAsync(Path.Combine(_directory.FullName, "images", "root.squashfs"), _content);
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "secret"), "secret");
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, "images", "empty.txt"), "");
        File.CreateSymbolicLink(Path.Combine(_directory.FullName, "images", "link"), "../secret");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers) await server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_whole_file_comes_with_what_caches_need(bool bySocket)
    {
        using var client = await StartAsync(bySocket);
        using var answer = await client.GetAsync("/root.squashfs");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.ETag!.ToString().ShouldBe($"\"{_digest}\"");
        answer.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        answer.Headers.AcceptRanges.ShouldBe(["bytes"]);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.squashfs");
        (await answer.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(_content).ShouldBeTrue();
    }

    [Theory]
    [InlineData("bytes=0-511", 0, 512)]
    [InlineData("bytes=512-2559", 512, 2048)]
    [InlineData("bytes=2999000-", 2_999_000, 1000)]
    [InlineData("bytes=-5", Length - 5, 5)]
    [InlineData("bytes=1000000-99999999", 1_000_000, 2_000_000)]
    public async Task One_range_is_answered_with_that_part(string range, int offset, int length)
    {
        foreach (var bySocket in new[] { true, false })
        {
            using var client = await StartAsync(bySocket);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/root.squashfs");
            request.Headers.TryAddWithoutValidation("Range", range);
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
            answer.Content.Headers.ContentRange.ShouldBe(new ContentRangeHeaderValue(offset, offset + length - 1, Length));
            (await answer.Content.ReadAsByteArrayAsync()).AsSpan().SequenceEqual(_content.AsSpan(offset, length)).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("Range", "bytes=3000000-", 416)]
    [InlineData("Range", "bytes=-0", 416)]
    [InlineData("Range", "bytes=0-1,5-6", 200)]
    [InlineData("Range", "lines=1-2", 200)]
    [InlineData("Range", "bytes=9-3", 200)]
    [InlineData("If-None-Match", "*", 304)]
    [InlineData("If-None-Match", "\"TAG\"", 304)]
    [InlineData("If-None-Match", "\"other\", W/\"TAG\"", 304)]
    [InlineData("If-None-Match", "\"other\"", 200)]
    public async Task Conditions_and_ranges_that_cannot_be_met(string header, string value, int status)
    {
        using var client = await StartAsync(true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/root.squashfs");
        request.Headers.TryAddWithoutValidation(header, value.Replace("TAG", _digest.Hex, StringComparison.Ordinal)).ShouldBeTrue();
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
        if (status == 416) answer.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes */{Length}");
    }

    [Theory]
    [InlineData("TAG", 206)]
    [InlineData("other", 200)]
    public async Task A_range_of_another_version_is_not_given(string tag, int status)
    {
        using var client = await StartAsync(true);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/root.squashfs");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-9");
        request.Headers.TryAddWithoutValidation("If-Range", $"\"{tag.Replace("TAG", _digest.Hex, StringComparison.Ordinal)}\"");
        using var answer = await client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Head_tells_the_length_and_sends_nothing()
    {
        using var client = await StartAsync(true);
        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/root.squashfs"));
        answer.Content.Headers.ContentLength.ShouldBe(Length);
        using var empty = await client.GetAsync("/empty.txt");
        (await empty.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        using var post = await client.PostAsync("/root.squashfs", null);
        post.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Requests_behind_each_other_on_one_connection_are_answered_in_order()
    {
        using var client = await StartAsync(true);
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
        var stream = connection.GetStream();
        var request = "GET /root.squashfs HTTP/1.1\r\nHost: x\r\n\r\n";
        var range = "GET /root.squashfs HTTP/1.1\r\nHost: x\r\nRange: bytes=7-9\r\n\r\n";
        var none = "GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request + range + request + none));
        var all = new MemoryStream();
        await stream.CopyToAsync(all);
        var bytes = all.ToArray().AsSpan();
        foreach (var part in new[] { _content, _content[7..10], _content })
        {
            bytes.StartsWith("HTTP/1.1 20"u8).ShouldBeTrue();
            bytes = bytes[(bytes.IndexOf("\r\n\r\n"u8) + 4)..];
            bytes.StartsWith(part).ShouldBeTrue();
            bytes = bytes[part.Length..];
        }
        bytes.StartsWith("HTTP/1.1 404"u8).ShouldBeTrue();
    }

    [Theory]
    [InlineData("/../secret")]
    [InlineData("/images/../../secret")]
    [InlineData("/..%2fsecret")]
    [InlineData("/%2e%2e/secret")]
    [InlineData("/..\\secret")]
    [InlineData("/link")]
    [InlineData("//etc/passwd")]
    public async Task Leaving_the_directory_is_refused(string path)
    {
        using var client = await StartAsync(true);
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
        var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        var answer = await new StreamReader(stream).ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 4");
        answer.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Five_hundred_clients_abort_at_once_and_five_hundred_new_ones_get_their_file()
    {
        using var client = await StartAsync(true);
        var port = client.BaseAddress!.Port;
        var first = await Task.WhenAll(Enumerable.Range(0, 512).Select(_ => AskAsync(port)));
        foreach (var socket in first)
        {
            socket.LingerState = new LingerOption(true, 0); // a reset, as when a machine loses its power
            socket.Dispose();
        }
        await Task.WhenAll(Enumerable.Range(0, 512).Select(async _ =>
        {
            using var socket = await AskAsync(port);
            using var stream = new NetworkStream(socket);
            var buffer = new byte[64 << 10];
            var total = 0L;
            for (int read; (read = await stream.ReadAsync(buffer)) > 0;) total += read;
            total.ShouldBeGreaterThan(Length);
        }));
    }

    [Fact]
    public async Task Readers_that_stand_still_do_not_hold_up_others()
    {
        using var client = await StartAsync(true);
        var still = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => AskAsync(client.BaseAddress!.Port)));
        (await client.GetByteArrayAsync("/root.squashfs")).Length.ShouldBe(Length);
        foreach (var socket in still) socket.Dispose();
    }

    [Fact]
    public async Task Curl_resumes_what_broke_off()
    {
        using var client = await StartAsync(true);
        var half = Path.Combine(_directory.FullName, "half");
        await File.WriteAllBytesAsync(half, _content[..1_234_567]);
        await ProcessRunner.RequireAsync(new ProcessSpec("curl", "-sS", "-C", "-", "-o", half, $"{client.BaseAddress}root.squashfs"));
        (await File.ReadAllBytesAsync(half)).AsSpan().SequenceEqual(_content).ShouldBeTrue();
    }

    private static async Task<Socket> AskAsync(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 8192 };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync("GET /root.squashfs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        var one = new byte[1];
        await socket.ReceiveAsync(one);
        return socket;
    }

    private async Task<HttpClient> StartAsync(bool bySocket)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Protocols = HttpProtocols.Http1;
            if (bySocket) listener.UseFileSending();
        }));
        var app = builder.Build();
        _servers.Add(app);
        var root = new FileRoot(Path.Combine(_directory.FullName, "images"));
        RequestDelegate serve = async context =>
        {
            if (root.Find(context.Request.Path.Value?[1..]) is { } path) await ImmutableFile.SendAsync(context, path, _digest);
            else context.Response.StatusCode = 404;
        };
        app.Run(serve);
        await app.StartAsync();
        return new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }
}
