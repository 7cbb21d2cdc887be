using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using Racklight.Trust.Keys;
using Racklight.Trust.Signatures;

namespace Racklight.Tests.Trust;

public sealed class SignatureFilterTests(TrustDirectory directory) : IClassFixture<TrustDirectory>, IAsyncLifetime
{
    private static readonly byte[] Image = Encoding.ASCII.GetBytes("an image that stands for gigabytes");
    private WebApplication? _app;
    private HttpClient _client = null!;
    private string _loader = "";
    private int _scripts;
    private int _imageReads;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_files_signature_is_at_its_address_with_sig_behind_the_path()
    {
        await StartAsync(directory.State);
        var file = await BytesAsync("/loader/ipxe.efi");
        var signature = await BytesAsync("/loader/ipxe.efi.sig");
        var verified = await directory.VerifyAsync(signature, file);
        verified.ExitCode.ShouldBe(0, verified.Error);
    }

    [Fact]
    public async Task A_scripts_signature_is_of_what_the_machine_was_handed_and_decides_nothing_anew()
    {
        await StartAsync(directory.State);
        var script = await BytesAsync("/boot.ipxe?mac=52-54-00-20-00-02");
        var signature = await BytesAsync("/boot.ipxe.sig?mac=52-54-00-20-00-02");
        (await directory.VerifyAsync(signature, script)).ExitCode.ShouldBe(0);
        _scripts.ShouldBe(1);
        // Another question is another script.
        var other = await BytesAsync("/boot.ipxe.sig?mac=52-54-00-20-00-03");
        (await directory.VerifyAsync(other, script)).ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task A_file_that_its_digest_names_is_signed_without_being_read()
    {
        await StartAsync(directory.State);
        var signature = await BytesAsync($"/images/{Digest.Of("the image"u8)}/kernel.sig");
        (await directory.VerifyAsync(signature, Image)).ExitCode.ShouldBe(0);
        _imageReads.ShouldBe(0);
    }

    [Fact]
    public async Task A_range_in_the_request_does_not_change_what_is_signed()
    {
        await StartAsync(directory.State);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/loader/ipxe.efi.sig", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-3");
        using var response = await _client.SendAsync(request, Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await directory.VerifyAsync(await response.Content.ReadAsByteArrayAsync(Token), await File.ReadAllBytesAsync(_loader, Token))).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("/nothing.sig", HttpStatusCode.NotFound)]
    [InlineData("/forbidden.sig", HttpStatusCode.Forbidden)]
    [InlineData("/.sig", HttpStatusCode.NotFound)]
    public async Task What_a_machine_may_not_have_has_no_signature_for_it(string path, HttpStatusCode status)
    {
        await StartAsync(directory.State);
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Token);
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldNotBe("application/pkcs7-signature");
    }

    [Fact]
    public async Task A_site_without_keys_signs_nothing()
    {
        var empty = Directory.CreateTempSubdirectory("racklight-trust-");
        await StartAsync(empty.FullName);
        (await _client.GetAsync(new Uri("/loader/ipxe.efi.sig", UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _client.GetAsync(new Uri("/loader/ipxe.efi", UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        empty.Delete(recursive: true);
    }

    public ValueTask InitializeAsync()
    {
        _loader = Path.Combine(directory.State, Guid.NewGuid().ToString("N"));
        return new ValueTask(File.WriteAllBytesAsync(_loader, new byte[300_000]));
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task StartAsync(string state)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddRouting();
        _app = builder.Build();
        var keys = new SiteKeys(directory.Settings with { State = state }, TimeProvider.System);
        new SignatureFilter(keys).Use(_app);
        _app.UseRouting();
        Map(_app);
        await _app.StartAsync(Token);
        _client = new HttpClient { BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    private Task<byte[]> BytesAsync(string path) => _client.GetByteArrayAsync(new Uri(path, UriKind.Relative), Token);

    private void Map(Microsoft.AspNetCore.Routing.IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/boot.ipxe", (HttpContext http) => http.Response.WriteAsync($"#!ipxe\n# script {Interlocked.Increment(ref _scripts)}\nshell\n"));
        endpoints.MapMethods("/loader/ipxe.efi", ["GET", "HEAD"], (HttpContext http) => Results.File(_loader, "application/efi", enableRangeProcessing: true).ExecuteAsync(http));
        endpoints.MapGet("/forbidden", (HttpContext http) =>
        {
            http.Response.StatusCode = 403;
            return http.Response.WriteAsync("no");
        });
        endpoints.MapMethods("/images/{digest}/kernel", ["GET", "HEAD"], (HttpContext http) =>
        {
            if (HttpMethods.IsGet(http.Request.Method)) Interlocked.Increment(ref _imageReads);
            http.Response.Headers.CacheControl = "public, immutable";
            return Results.Bytes(Image, entityTag: new EntityTagHeaderValue($"\"{Digest.Of(Image)}\"")).ExecuteAsync(http);
        });
    }
}
