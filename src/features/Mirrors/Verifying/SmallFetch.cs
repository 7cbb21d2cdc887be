using System.Net;
using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Verifying;

/// <summary>Fetches checksum files and signatures: small, into memory, with a few tries.</summary>
internal sealed class SmallFetch(WebSource web, string scratch, Retries retries, TimeProvider clock)
{
    /// <summary>The most bytes of a checksum file: Debian's <c>Release</c> is the largest, at a few hundred kilobytes.</summary>
    public const int List = 16 << 20;

    /// <summary>The most bytes of a signature.</summary>
    public const int Signature = 1 << 20;

    /// <summary>Fetches a small file.</summary>
    /// <exception cref="WebFault">It cannot be had, or is larger than allowed.</exception>
    public async Task<byte[]> GetAsync(Uri url, int most, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(url, most, cancellationToken);
            }
            catch (WebFault fault) when (fault.Again && attempt < retries.Fruitless)
            {
                await Task.Delay(retries.Pause(attempt, fault.After), clock, cancellationToken);
            }
        }
    }

    /// <summary>The size of a file by HEAD; null when the server does not tell.</summary>
    public async Task<long?> SizeAsync(Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await web.AskAsync(HttpMethod.Head, url, null, null, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK ? response.Content.Headers.ContentLength : null;
        }
        catch (WebFault)
        {
            // The fetch itself says what is wrong, and tries again.
            return null;
        }
    }

    /// <summary>Lends a content as a file, for programs that read files only.</summary>
    public async Task<T> WithFileAsync<T>(byte[] content, Func<string, Task<T>> use)
    {
        Directory.CreateDirectory(scratch);
        var file = Path.Combine(scratch, "content-" + Guid.NewGuid().ToString("N"));
        try
        {
            await File.WriteAllBytesAsync(file, content);
            return await use(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<byte[]> TryAsync(Uri url, int most, CancellationToken cancellationToken)
    {
        using var response = await web.AskAsync(HttpMethod.Get, url, null, null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK) throw web.Refused(url, response);
        if (response.Content.Headers.ContentLength > most) throw TooLarge(url, most);
        using var watch = new StallWatch(retries.Patience, clock, cancellationToken);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token);
            using var content = new MemoryStream();
            var buffer = new byte[64 << 10];
            while (await body.ReadAsync(buffer, watch.Token) is var read and > 0)
            {
                watch.Moved();
                content.Write(buffer, 0, read);
                if (content.Length > most) throw TooLarge(url, most);
            }
            return content.ToArray();
        }
        catch (OperationCanceledException e) when (watch.Stalled && !cancellationToken.IsCancellationRequested)
        {
            throw new WebFault($"{WebSource.Show(url)} stalled", null, again: true, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new WebFault($"{WebSource.Show(url)} was cut off", null, again: true, e);
        }
    }

    private static WebFault TooLarge(Uri url, int most) => new($"{WebSource.Show(url)} is larger than {most:N0} bytes, which no checksum file or signature is");
}
