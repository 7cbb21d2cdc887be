using System.Net;

namespace Racklight.Mirrors.Fetching;

/// <summary>Asks web servers, and follows redirects by rules of its own: bounded, never in a circle, never from https to http.</summary>
internal sealed class WebSource(HttpClient client, TimeSpan patience, TimeProvider clock)
{
    private const int MostRedirects = 10;

    /// <summary>Asks for an address until an answer that is no redirect.</summary>
    /// <param name="method">GET or HEAD.</param>
    /// <param name="address">http or https.</param>
    /// <param name="prepare">Adds headers to each request.</param>
    /// <param name="allowed">Why an address may not be asked; null when it may. Null: all may.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer with its headers read; the caller disposes it.</returns>
    /// <exception cref="WebFault">No answer, or redirects that will not do.</exception>
    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, Uri address, Action<HttpRequestMessage>? prepare, Func<Uri, string?>? allowed, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = address; ;)
        {
            if (at.Scheme is not ("http" or "https")) throw new WebFault($"{Show(at)} is neither http nor https");
            if (at.UserInfo.Length > 0) throw new WebFault($"{Show(at)} has credentials in it, which are never sent");
            if (allowed?.Invoke(at) is { } reason) throw new WebFault(reason);
            if (!seen.Add(at.AbsoluteUri)) throw new WebFault($"redirects go in a circle: {Show(at)} comes back to itself after {seen.Count}", "open the address in a browser; another mirror may do");
            if (seen.Count > MostRedirects) throw new WebFault($"more than {MostRedirects} redirects, the last to {Show(at)}");
            var response = await SendAsync(method, at, prepare, cancellationToken);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return response;
            using (response)
            {
                var next = Target(at, response) ?? throw new WebFault($"{Show(at)} redirects (status {(int)response.StatusCode}) to no address");
                if (at.Scheme == "https" && next.Scheme == "http") throw new WebFault($"{Show(at)} redirects from https to {Show(next)}, which anybody on the way could change", "use another mirror, or its http address if a digest or signature proves the file");
                at = next;
            }
        }
    }

    /// <summary>The fault for a status that is not what was asked for.</summary>
    public WebFault Refused(Uri address, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var again = status is 408 or 425 or 429 or >= 500;
        var after = response.Headers.RetryAfter is { } said ? said.Delta ?? (said.Date is { } date ? date - clock.GetUtcNow() : null) : null;
        var hint = status switch
        {
            404 or 410 => "the release may have moved: look whether the catalog names a newer one",
            401 or 403 => "the server does not give it to everybody: fetch it by hand, or use another mirror",
            _ => null,
        };
        return new WebFault($"{Show(address)} answers {status} {Printable(response.ReasonPhrase ?? "", 60)}".TrimEnd(), hint, again) { After = after, Gone = status is 404 or 410 };
    }

    /// <summary>An address as it is safe to show.</summary>
    public static string Show(Uri address) => Printable(address.UserInfo.Length > 0 ? address.AbsoluteUri.Replace(address.UserInfo + "@", "…@", StringComparison.Ordinal) : address.AbsoluteUri, 300);

    /// <summary>Text from outside without what could steer a terminal.</summary>
    public static string Printable(string text, int most)
    {
        var plain = new string([.. text.Take(most).Select(static c => char.IsControl(c) ? ' ' : c)]);
        return text.Length > most ? plain + "…" : plain;
    }

    /// <summary>Where a redirect leads. Read from the header's text: as a Uri, .NET takes a path that begins with / for a file of this machine.</summary>
    private static Uri? Target(Uri at, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Location", out var values) || values.Count != 1) return null;
        var text = values.ToString();
        if (text.StartsWith("//", StringComparison.Ordinal)) text = $"{at.Scheme}:{text}";
        else if (text.StartsWith('/')) text = at.GetLeftPart(UriPartial.Authority) + text;
        return Uri.TryCreate(at, text, out var target) ? target : null;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri address, Action<HttpRequestMessage>? prepare, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.AcceptEncoding.ParseAdd("identity");
        prepare?.Invoke(request);
        using var limit = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WebFault($"{Show(address)} does not answer within {patience.TotalSeconds:0.#} s", null, again: true, e);
        }
        catch (HttpRequestException e) when (e.InnerException is WebFault fault)
        {
            throw fault;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.NameResolutionError)
        {
            throw new WebFault($"there is no host {address.Host} ({e.InnerException?.Message ?? e.Message})", "is this machine online, and its DNS right?", again: true, e);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new WebFault($"no secure connection to {address.Host}: {(e.InnerException ?? e).Message}", "is this machine's clock right, and ca-certificates installed?", again: false, e);
        }
        catch (HttpRequestException e)
        {
            throw new WebFault($"{Show(address)} cannot be reached: {(e.InnerException ?? e).Message}", null, again: true, e);
        }
    }
}
