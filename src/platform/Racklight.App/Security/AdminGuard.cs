using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Racklight.App.Hosting;
using Racklight.State;

namespace Racklight.App.Security;

/// <summary>
/// Stands before the dashboard and the API: host names (DNS rebinding), origins, login by cookie or token, CSRF, and the headers that keep
/// other pages out. On loopback no login is asked: whoever can open that socket is on this machine.
/// </summary>
internal sealed class AdminGuard(ServerSettings settings, IAccountStore accounts, LoginSessions sessions, TimeProvider clock) : IAdminGuard
{
    /// <summary>The cookie of a login.</summary>
    public const string SessionCookie = "racklight_session";

    /// <summary>The cookie that a login form is tied to before there is a login.</summary>
    public const string CsrfCookie = "racklight_csrf";

    private const string ContentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <inheritdoc/>
    public void Use(IApplicationBuilder app) => app.Use(GuardAsync);

    private bool AsksLogin => !IPAddress.IsLoopback(settings.AdminAddress);

    private async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!AllowedHosts.Has(http))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "This server does not answer to that host name: use its address, or localhost.");
            return;
        }
        if (!IsOwnOrigin(http.Request))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "The request comes from another site's page.");
            return;
        }
        var bearer = http.Request.Headers.Authorization.ToString();
        if (bearer.Length > 0)
        {
            if (await UserOfTokenAsync(bearer, http.RequestAborted) is not { } user)
            {
                headers.WWWAuthenticate = "Bearer";
                await RefuseAsync(http, StatusCodes.Status401Unauthorized, "The token is unknown, revoked or expired: racklight token create makes one.");
                return;
            }
            // A browser never adds this header by itself, so there is no form to forge.
            http.Features.Set(new LoginFeature(user, ""));
            await next(http);
            return;
        }
        var login = sessions.Find(http.Request.Cookies[SessionCookie]);
        http.Features.Set(login ?? new LoginFeature(null, FormToken(http)));
        if (AsksLogin && login is null && !IsOpen(http.Request.Path))
        {
            await AskLoginAsync(http);
            return;
        }
        if (IsUnsafe(http.Request.Method) && !await CarriesTokenAsync(http))
        {
            await RefuseAsync(http, StatusCodes.Status403Forbidden, "The form is too old, or is not ours: load the page again.");
            return;
        }
        await next(http);
    }

    private static bool IsUnsafe(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    private static bool IsOpen(PathString path) => path.StartsWithSegments("/assets") || path == "/login" || path.StartsWithSegments("/login/openid");

    // Fetch Standard: browsers send Origin with everything that could change something, and Sec-Fetch-Site with all requests.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        if (request.Headers.Origin.ToString() is { Length: > 0 } origin && !origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase)) return false;
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is "" or "same-origin" or "none") return true;
        // A link on another page may lead here; nothing else of another page may.
        return HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"].ToString() == "navigate" && request.Headers["Sec-Fetch-Dest"].ToString() == "document";
    }

    private async Task<string?> UserOfTokenAsync(string header, CancellationToken cancellationToken)
    {
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || TokenText.Read(header[7..].Trim()) is not { } parts) return null;
        var token = await accounts.FindTokenAsync(parts.Id, cancellationToken);
        return token is not null && TokenText.Matches(token, parts.Secret, clock.GetUtcNow()) ? token.User : null;
    }

    private static string FormToken(HttpContext http)
    {
        if (http.Request.Cookies[CsrfCookie] is { Length: 32 } known && known.All(char.IsAsciiHexDigitLower)) return known;
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        if (http.Request.Path == "/login") http.Response.Cookies.Append(CsrfCookie, token, Cookie(http));
        return token;
    }

    private static async Task<bool> CarriesTokenAsync(HttpContext http)
    {
        var expected = http.Features.Get<LoginFeature>()!.CsrfToken;
        string given = http.Request.Headers["X-Racklight-Csrf"].ToString();
        if (given.Length == 0 && http.Request.HasFormContentType)
        {
            if (http.Request.ContentLength is null or > 16 * 1024) return false;
            given = (await http.Request.ReadFormAsync(http.RequestAborted))["csrf"].ToString();
        }
        return expected.Length > 0 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));
    }

    private static Task AskLoginAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/api") || http.Request.Path.StartsWithSegments("/live") || !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return RefuseAsync(http, StatusCodes.Status401Unauthorized, "Log in, or send a token (racklight token create).");
        }
        http.Response.Redirect("/login?to=" + Uri.EscapeDataString(http.Request.Path + http.Request.QueryString));
        return Task.CompletedTask;
    }

    internal static CookieOptions Cookie(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = http.Request.IsHttps, Path = "/", IsEssential = true };

    private static Task RefuseAsync(HttpContext http, int status, string why)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(why + "\n", http.RequestAborted);
    }
}
