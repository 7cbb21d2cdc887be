using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.State;

namespace Racklight.App.Security.OpenId;

/// <summary>What the page shows that leads from the provider's answer into the dashboard.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="To">Where it leads.</param>
public sealed record OpenIdReturn(PageFrame Frame, string To);

/// <summary>The authorization code flow with PKCE (OpenID Connect Core §3.1, RFC 7636, RFC 9700 §2.1).</summary>
internal static class OpenIdEndpoints
{
    /// <summary>The path that is registered at the provider.</summary>
    public const string ReturnPath = "/login/openid/return";

    private const string StateCookie = "racklight_openid";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/login/openid", BeginAsync);
        endpoints.MapGet(ReturnPath, ReturnAsync);
    }

    private static async Task BeginAsync(HttpContext http)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<OpenIdLogin>().Provider is not { } provider)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            var attempt = services.GetRequiredService<OpenIdAttempts>().Begin(LoginEndpoints.Target(http.Request.Query["to"].ToString()));
            var address = await provider.LoginAddressAsync(attempt, ReturnAddress(http), http.RequestAborted);
            // Lax: the provider's redirect back is a navigation from another site.
            http.Response.Cookies.Append(StateCookie, attempt.State, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/login/openid", MaxAge = TimeSpan.FromMinutes(10), IsEssential = true });
            http.Response.Redirect(address);
        }
        catch (ProblemException e)
        {
            await LoginEndpoints.ShowAsync(http, Words(e));
        }
    }

    private static async Task ReturnAsync(HttpContext http)
    {
        var services = http.RequestServices;
        if (services.GetRequiredService<OpenIdLogin>().Provider is not { } provider)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var query = http.Request.Query;
        var (state, code, error) = (query["state"].ToString(), query["code"].ToString(), query["error"].ToString());
        var cookie = http.Request.Cookies[StateCookie];
        http.Response.Cookies.Delete(StateCookie, new CookieOptions { Path = "/login/openid" });
        var attempt = services.GetRequiredService<OpenIdAttempts>().Take(state);
        if (attempt is null || cookie != state)
        {
            await LoginEndpoints.ShowAsync(http, "That login was begun elsewhere, or too long ago: try again.");
            return;
        }
        var accounts = services.GetRequiredService<IAccountStore>();
        var (now, from) = (services.GetRequiredService<TimeProvider>().GetUtcNow(), http.Connection.RemoteIpAddress?.ToString() ?? "?");
        try
        {
            if (error.Length > 0 || code.Length is 0 or > 4096) throw new ProblemException(error == "access_denied" ? "the provider was told no" : "the provider sent no code");
            var name = await provider.WhoAsync(attempt, code, ReturnAddress(http), http.RequestAborted);
            await accounts.AuditAsync(new AuditEntry(now, name, $"logged in by OpenID Connect from {from}"), http.RequestAborted);
            http.Response.Cookies.Append(AdminGuard.SessionCookie, services.GetRequiredService<LoginSessions>().Open(name), AdminGuard.Cookie(http));
            // Not a redirect: within a chain that another site began, browsers hold strict cookies back. A page of our own begins a new one.
            http.Response.Headers.CacheControl = "no-store";
            await Results.RazorSlice<OpenIdReturnPage, OpenIdReturn>(new OpenIdReturn(PageFrame.For(http, "Logged in"), attempt.To)).ExecuteAsync(http);
        }
        catch (ProblemException e)
        {
            await accounts.AuditAsync(new AuditEntry(now, "OpenID Connect", $"login refused, from {from}: {e.Message}"), http.RequestAborted);
            await LoginEndpoints.ShowAsync(http, Words(e), attempt.To);
        }
    }

    private static string Words(ProblemException e) => e.Problems[0] is { Hint: { } hint } problem ? $"{Sentence(problem.Message)} ({hint})" : Sentence(e.Problems[0].Message) + ".";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string ReturnAddress(HttpContext http) => $"{http.Request.Scheme}://{http.Request.Host.Value}{ReturnPath}";
}
