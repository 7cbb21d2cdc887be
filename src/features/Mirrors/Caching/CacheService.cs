using System.Collections.Concurrent;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Racklight.App.Files;
using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Caching;

/// <summary>Answers machines from the cache, and from upstream where it must.</summary>
internal sealed partial class CacheService(ICacheRules rules, CacheStore store, IHttpClientFactory clients, TimeProvider clock, ILogger<CacheService> log)
{
    /// <summary>The name of its HTTP client.</summary>
    public const string Client = "racklight-cache";

    /// <summary>How long an answer of upstream's "it did not change" holds: a rack that installs at once asks once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentDictionary<string, CacheFill> _fills = new(StringComparer.Ordinal);

    /// <summary>Answers a request for an address.</summary>
    public async Task ServeAsync(HttpContext http, Uri url)
    {
        var key = CacheStore.KeyOf(url);
        try
        {
            for (var round = 0; round < 3; round++)
            {
                if (await TryServeAsync(http, url, key)) return;
            }
            await PassAsync(http, url, null);
        }
        catch (WebFault fault)
        {
            Failed(log, WebSource.Show(url), fault.Message);
            await FailAsync(http, fault);
        }
    }

    /// <summary>False when what it relied on went away meanwhile.</summary>
    private async Task<bool> TryServeAsync(HttpContext http, Uri url, string key)
    {
        var entry = store.Hold(key);
        try
        {
            if (entry is not null && (CacheTarget.IsImmutable(url) || clock.GetUtcNow() - entry.Checked < Fresh))
            {
                await SendAsync(http, entry);
                return true;
            }
            if (entry is null && (HttpMethods.IsHead(http.Request.Method) || AsksForPart(http)))
            {
                await PassAsync(http, url, null);
                return true;
            }
            if (Fill(url, key, entry) is not { } fill) return false;
            if (!fill.TryJoin())
            {
                // It was given up by its last machine, and ends now.
                await fill.Ended.WaitAsync(http.RequestAborted);
                return false;
            }
            try
            {
                return await FollowAsync(http, url, entry, fill);
            }
            finally
            {
                fill.Leave();
            }
        }
        finally
        {
            if (entry is not null) store.Release(entry);
        }
    }

    private async Task<bool> FollowAsync(HttpContext http, Uri url, CacheEntry? entry, CacheFill fill)
    {
        FillKind kind;
        try
        {
            kind = await fill.Began.WaitAsync(http.RequestAborted);
        }
        catch (WebFault fault) when (entry is not null)
        {
            // What was current a while ago is better than no installation at all.
            Stale(log, WebSource.Show(url), fault.Message);
            await SendAsync(http, entry);
            return true;
        }
        switch (kind)
        {
            case FillKind.Current when entry is null:
                return false;
            case FillKind.Current:
                entry.Checked = clock.GetUtcNow();
                await SendAsync(http, entry);
                return true;
            case FillKind.Refused when entry is not null && fill.Status >= 500:
                Stale(log, WebSource.Show(url), $"it answers {fill.Status}");
                await SendAsync(http, entry);
                return true;
            case FillKind.Refused:
                http.Response.StatusCode = fill.Status is >= 400 and < 600 ? fill.Status : StatusCodes.Status502BadGateway;
                await http.Response.WriteAsync($"{url.Host} answers {fill.Status}.\n", http.RequestAborted);
                return true;
            case FillKind.Unkept:
                await PassAsync(http, url, AsksForPart(http) || HttpMethods.IsHead(http.Request.Method) ? null : fill.TakeAnswer());
                return true;
            default:
                if (AsksForPart(http) || HttpMethods.IsHead(http.Request.Method)) await PassAsync(http, url, null);
                else await StreamAsync(http, fill);
                return true;
        }
    }

    /// <summary>The fetch that runs, or a new one; null when another was kept just now.</summary>
    private CacheFill? Fill(Uri url, string key, CacheEntry? entry)
    {
        while (true)
        {
            if (_fills.TryGetValue(key, out var running)) return running;
            var fill = new CacheFill(key, store, Patience, clock);
            if (!_fills.TryAdd(key, fill)) continue;
            if (entry is null && store.Has(key))
            {
                // It ended between the look into the store and the look for a running one.
                fill.Skip();
                _fills.TryRemove(KeyValuePair.Create(key, fill));
                fill.End();
                return null;
            }
            _ = RunAsync(fill);
            return fill;
        }

        async Task RunAsync(CacheFill fill)
        {
            await fill.RunAsync(cancellation => Web().AskAsync(HttpMethod.Get, url, request => Condition(request, entry), Forbidden, cancellation), url);
            _fills.TryRemove(KeyValuePair.Create(key, fill));
            fill.End();
        }
    }

    private static void Condition(HttpRequestMessage request, CacheEntry? entry)
    {
        if (entry?.Note.ETag is { } tag) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        else if (entry?.Note.LastModified is { } changed) request.Headers.IfModifiedSince = changed;
    }

    /// <summary>A cached file, by the kernel where the listener can.</summary>
    private async Task SendAsync(HttpContext http, CacheEntry entry)
    {
        var note = entry.Note;
        if (IsNotModified(http, note)) return;
        http.Response.OnStarting(static state =>
        {
            var (context, changed) = ((HttpContext, DateTimeOffset?))state;
            // The name may get another content later; the machine asks again, and is told by the tag.
            context.Response.Headers.CacheControl = "no-cache";
            if (changed is { } when) context.Response.GetTypedHeaders().LastModified = when;
            return Task.CompletedTask;
        }, (http, note.LastModified));
        await ImmutableFile.SendAsync(http, store.PathOf(note.Data), note.Tag, note.ContentType ?? "application/octet-stream");
    }

    /// <summary>A file that is still coming in.</summary>
    private static async Task StreamAsync(HttpContext http, CacheFill fill)
    {
        var note = fill.Note!;
        if (IsNotModified(http, note)) return;
        var headers = http.Response.GetTypedHeaders();
        headers.ETag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{note.Tag.Hex}\"");
        headers.LastModified = note.LastModified;
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.ContentType = note.ContentType ?? "application/octet-stream";
        http.Response.ContentLength = note.Size;
        var buffer = new byte[128 << 10];
        try
        {
            for (var offset = 0L; offset < note.Size;)
            {
                var read = await fill.ReadAsync(buffer, offset, http.RequestAborted);
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
                offset += read;
            }
        }
        catch (Exception e) when (e is WebFault or OperationCanceledException or IOException)
        {
            // A machine must see that the file is not whole: only a broken connection says so.
            http.Abort();
        }
    }

    /// <summary>Upstream's own answer, not kept.</summary>
    private async Task PassAsync(HttpContext http, Uri url, HttpResponseMessage? answer)
    {
        var method = HttpMethods.IsHead(http.Request.Method) ? HttpMethod.Head : HttpMethod.Get;
        using var response = answer ?? await Web().AskAsync(method, url, request => Forward(http.Request, request), Forbidden, http.RequestAborted);
        var (status, content) = ((int)response.StatusCode, response.Content.Headers);
        http.Response.StatusCode = status;
        if (status is not (200 or 206 or 416))
        {
            if (method == HttpMethod.Get && status != 304) await http.Response.WriteAsync($"{url.Host} answers {status}.\n", http.RequestAborted);
            return;
        }
        if (content.ContentRange is { } range) http.Response.Headers.ContentRange = range.ToString();
        if (content.LastModified is { } changed) http.Response.GetTypedHeaders().LastModified = changed;
        if (response.Headers.ETag is { } tag) http.Response.Headers.ETag = tag.ToString();
        if (response.Headers.AcceptRanges.Contains("bytes")) http.Response.Headers.AcceptRanges = "bytes";
        http.Response.ContentType = content.ContentType?.ToString();
        http.Response.ContentLength = status == 416 ? 0 : content.ContentLength;
        if (method == HttpMethod.Head || status == 416) return;
        using var watch = new StallWatch(Patience, clock, http.RequestAborted);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token);
            var buffer = new byte[64 << 10];
            while (await body.ReadAsync(buffer, watch.Token) is var read and > 0)
            {
                await http.Response.Body.WriteAsync(buffer.AsMemory(0, read), watch.Token);
                watch.Moved();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            http.Abort();
        }
    }

    private static void Forward(HttpRequest from, HttpRequestMessage to)
    {
        if (from.Headers.Range is [{ } range] && RangeHeaderValue.TryParse(range, out var parsed)) to.Headers.Range = parsed;
        if (from.Headers.IfRange is [{ } condition] && RangeConditionHeaderValue.TryParse(condition, out var when)) to.Headers.IfRange = when;
    }

    private static bool IsNotModified(HttpContext http, CacheNote note)
    {
        if (note.LastModified is not { } changed || http.Request.Headers.IfNoneMatch.Count > 0 || http.Request.GetTypedHeaders().IfModifiedSince is not { } since || changed > since) return false;
        http.Response.StatusCode = StatusCodes.Status304NotModified;
        http.Response.GetTypedHeaders().LastModified = changed;
        return true;
    }

    /// <summary>True unless the whole file is asked for; all of it from the first byte on is the whole.</summary>
    private static bool AsksForPart(HttpContext http) => http.Request.Headers.Range.Count > 0 && http.Request.Headers.Range != "bytes=0-";

    private string? Forbidden(Uri url) => HostRules.Of(rules.Current.Hosts, url.Host, url.Port) == HostRule.None ? $"the site does not allow {url.Host}{(url.IsDefaultPort ? "" : $":{url.Port}")} through the cache (cache.hosts in site.yaml)" : null;

    private WebSource Web() => new(clients.CreateClient(Client), Patience, clock);

    private static async Task FailAsync(HttpContext http, WebFault fault)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status502BadGateway;
        await http.Response.WriteAsync($"{fault.Message}\n", http.RequestAborted);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Url}: {Why}")]
    private static partial void Failed(ILogger log, string url, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Url}: upstream cannot be asked, the cached version is served: {Why}")]
    private static partial void Stale(ILogger log, string url, string why);
}
