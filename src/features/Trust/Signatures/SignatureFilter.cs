using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Racklight.App.Hosting;
using Racklight.Trust.Keys;

namespace Racklight.Trust.Signatures;

/// <summary>
/// Adds <c>.sig</c> to everything that the machine-facing listener serves: <c>/loader/ipxe.efi.sig</c>, <c>/boot.ipxe.sig?mac=…</c>. It asks the
/// listener itself for the file, as the same client, and signs what that would get; so a signature never says more than its file would.
/// </summary>
internal sealed class SignatureFilter(SiteKeys site) : IMachineFilter
{
    private const string Ending = ".sig";
    private const string MediaType = "application/pkcs7-signature";

    /// <inheritdoc/>
    public void Use(IApplicationBuilder app) => app.Use(next => context =>
    {
        if (site.Signatures is not { } signatures || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))) return next(context);
        var path = context.Request.Path.Value ?? "";
        if (path.EndsWith(Ending, StringComparison.Ordinal) && path.Length > Ending.Length + 1) return SignAsync(context, signatures, path[..^Ending.Length], next);
        return path.EndsWith(".ipxe", StringComparison.Ordinal) && HttpMethods.IsGet(context.Request.Method) ? WatchAsync(context, signatures, next) : next(context);
    });

    /// <summary>Passes a script on and remembers its digest.</summary>
    private static async Task WatchAsync(HttpContext context, SignatureCache signatures, RequestDelegate next)
    {
        var script = Of(context, context.Request.Path.Value!);
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var body = new HashedBody(inner);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
            var digest = await body.FinishAsync();
            if (context.Response.StatusCode == StatusCodes.Status200OK) signatures.Note(script, digest);
        }
        finally
        {
            context.Features.Set(inner);
        }
    }

    private static async Task SignAsync(HttpContext context, SignatureCache signatures, string path, RequestDelegate next)
    {
        var digest = signatures.Find(Of(context, path)) ?? await DigestOfAsync(context, path, next);
        if (digest is not { } content)
        {
            // What the file itself answered (404, 403) is the answer here.
            if (context.Response.StatusCode == StatusCodes.Status200OK) context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var signature = signatures.Sign(content);
        context.Response.ContentType = MediaType;
        context.Response.ContentLength = signature.Length;
        context.Response.Headers.ETag = $"\"{content.Short}{Ending}\"";
        if (HttpMethods.IsGet(context.Request.Method)) await context.Response.Body.WriteAsync(signature, context.RequestAborted);
    }

    /// <summary>The digest of what the client would get at that path; null when it would get nothing whole.</summary>
    private static async Task<Digest?> DigestOfAsync(HttpContext context, string path, RequestDelegate next)
    {
        var (method, original) = (context.Request.Method, context.Request.Path);
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        foreach (var name in (string[])[HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfNoneMatch, HeaderNames.IfModifiedSince, HeaderNames.IfMatch, HeaderNames.IfUnmodifiedSince]) context.Request.Headers.Remove(name);
        context.Request.Path = path;
        try
        {
            // Content-addressed files name their SHA-256: the store checked it when it took them in, so gigabytes need not be read again.
            if (NamesDigest(path))
            {
                context.Request.Method = HttpMethods.Head;
                if (await RunAsync(context, next) is not null && Immutable(context.Response) is { } known) return Clear(context, known);
                Clear(context, null);
            }
            context.Request.Method = HttpMethods.Get;
            return await RunAsync(context, next) is { } digest ? Clear(context, digest) : Failed(context);
        }
        finally
        {
            (context.Request.Method, context.Request.Path) = (method, original);
            context.Features.Set(inner);
        }
    }

    private static async Task<Digest?> RunAsync(HttpContext context, RequestDelegate next)
    {
        await using var body = new HashedBody(null);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        // Routing keeps its choice on the request.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        await next(context);
        var digest = await body.FinishAsync();
        return context.Response.StatusCode == StatusCodes.Status200OK ? digest : null;
    }

    private static Digest? Immutable(HttpResponse response)
        => response.Headers.CacheControl.ToString().Contains("immutable", StringComparison.Ordinal) && Digest.TryParse(response.Headers.ETag.ToString().Trim('"'), out var digest) ? digest : null;

    private static bool NamesDigest(string path) => path.Split('/').Any(part => Digest.TryParse(part, out _));

    private static Digest? Clear(HttpContext context, Digest? digest)
    {
        context.Response.Clear();
        return digest;
    }

    private static Digest? Failed(HttpContext context)
    {
        var status = context.Response.StatusCode;
        context.Response.Clear();
        context.Response.StatusCode = status;
        return null;
    }

    private static HandedOut Of(HttpContext context, string path) => new(context.Connection.RemoteIpAddress ?? IPAddress.None, path + context.Request.QueryString.Value);
}
