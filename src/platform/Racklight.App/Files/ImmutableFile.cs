using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace Racklight.App.Files;

/// <summary>
/// Answers a request with a file that never changes, named by its digest: whole or one range of it (RFC 9110 §14), with the digest as its
/// entity tag. On a listener with <see cref="FileSendingExtensions.UseFileSending"/> the kernel sends it.
/// </summary>
public static class ImmutableFile
{
    private const int CopyPiece = 64 << 10;

    /// <summary>Answers GET and HEAD; anything else with 405.</summary>
    /// <param name="context">The request.</param>
    /// <param name="path">Where the file lies. The caller has made sure that it may be served; see <see cref="FileRoot"/>.</param>
    /// <param name="digest">The digest of the file's content.</param>
    /// <param name="contentType">Its media type; null: by its name.</param>
    public static async Task SendAsync(HttpContext context, string path, Digest digest, string? contentType = null)
    {
        var request = context.Request;
        var response = context.Response;
        var isGet = HttpMethods.IsGet(request.Method);
        if (!isGet && !HttpMethods.IsHead(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            response.Headers.Allow = "GET, HEAD";
            return;
        }
        using var file = Open(path);
        if (file is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var tag = $"\"{digest.Hex}\"";
        response.Headers.ETag = tag;
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        if (Matches(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        var length = RandomAccess.GetLength(file);
        response.Headers.AcceptRanges = "bytes";
        response.ContentType = contentType ?? MediaTypes.Of(path);
        var range = ByteRange.Whole(length);
        // A range of another version of the file would be joined to the wrong beginning (RFC 9110 §13.1.5).
        if (isGet && (StringValues.IsNullOrEmpty(request.Headers.IfRange) || request.Headers.IfRange == tag))
        {
            range = ByteRange.Of(request.Headers.Range, length);
        }
        if (range.State == ByteRangeState.Unsatisfiable)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{length}";
            return;
        }
        if (range.State == ByteRangeState.Part)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {range.Offset}-{range.Offset + range.Length - 1}/{length}";
        }
        response.ContentLength = range.Length;
        if (isGet && range.Length > 0) await SendAsync(context, file, range.Offset, range.Length);
    }

    private static async Task SendAsync(HttpContext context, SafeFileHandle file, long offset, long length)
    {
        var writer = context.Response.BodyWriter;
        await context.Response.StartAsync(CancellationToken.None);
        var sending = context.Request.IsHttps || !HttpProtocol.IsHttp11(context.Request.Protocol) && !HttpProtocol.IsHttp10(context.Request.Protocol)
            ? null : context.Features.Get<IFileSending>();
        if (sending is not null)
        {
            // Kestrel would give up a machine that writes to its disk for five seconds; the sending side has its own limit for readers that stand still.
            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
            sending.Begin(file, offset, length);
        }
        try
        {
            while (length > 0)
            {
                var memory = writer.GetMemory();
                var count = (int)Math.Min(memory.Length, length);
                if (sending?.Owns(memory) != true)
                {
                    // Something stands between the response and the socket: the bytes go through it.
                    sending?.End();
                    sending = null;
                    memory = writer.GetMemory((int)Math.Min(CopyPiece, length));
                    count = await RandomAccess.ReadAsync(file, memory[..(int)Math.Min(memory.Length, length)], offset);
                    if (count == 0) throw new IOException("the file became shorter while it was sent");
                }
                writer.Advance(count);
                var flush = await writer.FlushAsync(CancellationToken.None);
                if (flush.IsCompleted || context.RequestAborted.IsCancellationRequested)
                {
                    context.Abort();
                    return;
                }
                offset += count;
                length -= count;
            }
        }
        finally
        {
            sending?.End();
        }
    }

    private static SafeFileHandle? Open(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Matches(StringValues header, string tag)
        => header.Count > 0 && EntityTagHeaderValue.TryParseList([.. header!], out var tags) && tags.Any(one => one.Tag == "*" || one.Tag == tag);
}
