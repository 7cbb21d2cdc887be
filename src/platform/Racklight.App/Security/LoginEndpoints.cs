using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.App.Security.OpenId;
using Racklight.State;

namespace Racklight.App.Security;

/// <summary>What the login page shows.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="To">Where to go after it.</param>
/// <param name="Problem">Why the last attempt failed.</param>
/// <param name="OpenId">People may log in at an identity provider too.</param>
public sealed record LoginPage(PageFrame Frame, string To, string? Problem, bool OpenId);

/// <summary>The login form and its two actions.</summary>
internal static class LoginEndpoints
{
    // PBKDF2 takes a core for a third of a second: strangers share one core, whatever they send.
    private static readonly SemaphoreSlim Hashing = new(1);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/login", http => ShowAsync(http, null));
        endpoints.MapPost("/login", LoginAsync);
        endpoints.MapPost("/logout", LogoutAsync);
    }

    internal static Task ShowAsync(HttpContext http, string? problem, string? to = null)
    {
        http.Response.Headers.CacheControl = "no-store";
        var page = new LoginPage(PageFrame.For(http, "Log in"), Target(to ?? http.Request.Query["to"].ToString()), problem, http.RequestServices.GetRequiredService<OpenIdLogin>().Provider is not null);
        return Results.RazorSlice<Dashboard.Login, LoginPage>(page, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized).ExecuteAsync(http);
    }

    private static async Task LoginAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, password, to) = (form["user"].ToString(), form["password"].ToString(), form["to"].ToString());
        var services = http.RequestServices;
        var throttle = services.GetRequiredService<LoginThrottle>();
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "?";
        if (name.Length is 0 or > 64 || !throttle.TryTake("address " + address, "user " + name))
        {
            await ShowAsync(http, name.Length is 0 or > 64 ? "Name or password is wrong." : "Too many attempts: wait half a minute.", to);
            return;
        }
        var accounts = services.GetRequiredService<IAccountStore>();
        var user = await accounts.FindUserAsync(name, http.RequestAborted);
        bool right;
        await Hashing.WaitAsync(http.RequestAborted);
        try
        {
            right = await Task.Run(() => PasswordHash.Matches(password, user?.PasswordHash));
        }
        finally
        {
            Hashing.Release();
        }
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        if (!right)
        {
            await accounts.AuditAsync(new AuditEntry(now, user?.Name ?? "unknown user", $"login refused, from {address}"), http.RequestAborted);
            await ShowAsync(http, "Name or password is wrong.", to);
            return;
        }
        throttle.Forget("user " + name);
        await accounts.AuditAsync(new AuditEntry(now, name, $"logged in from {address}"), http.RequestAborted);
        http.Response.Cookies.Append(AdminGuard.SessionCookie, services.GetRequiredService<LoginSessions>().Open(name), AdminGuard.Cookie(http));
        http.Response.Redirect(Target(to));
    }

    private static Task LogoutAsync(HttpContext http)
    {
        http.RequestServices.GetRequiredService<LoginSessions>().Close(http.Request.Cookies[AdminGuard.SessionCookie]);
        http.Response.Cookies.Delete(AdminGuard.SessionCookie, AdminGuard.Cookie(http));
        http.Response.Redirect("/login");
        return Task.CompletedTask;
    }

    // Only a path of our own: no scheme, no host, no second slash that a browser would read as one.
    internal static string Target(string to)
        => to.StartsWith('/') && !to.StartsWith("//", StringComparison.Ordinal) && !to.Contains('\\', StringComparison.Ordinal) && !to.Any(char.IsControl) && to.Length < 1000 ? to : "/";
}
