using System.Net;
using System.Text.RegularExpressions;
using Racklight.App.Security;
using Racklight.State;

namespace Racklight.Tests.App.Security;

public sealed partial class AdminGuardTests
{
    [Fact]
    public async Task On_loopback_no_login_is_asked_and_every_answer_carries_the_headers()
    {
        await using var server = await GuardedServer.StartAsync();
        using var answer = await server.Client.GetAsync(new Uri("/page", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe-inline");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("rebound.example:8081")]
    [InlineData("192.0.2.1")]
    [InlineData("127.0.0.1.nip.example")]
    public async Task Another_host_name_is_refused(string host)
    {
        await using var server = await GuardedServer.StartAsync();
        using var answer = await server.SendAsync(HttpMethod.Get, "/page", ("Host", host));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("localhost:8081")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8081")]
    public async Task Loopback_names_are_answered(string host)
    {
        await using var server = await GuardedServer.StartAsync();
        using var answer = await server.SendAsync(HttpMethod.Get, "/page", ("Host", host));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_sites_page_is_refused(string name, string value)
    {
        await using var server = await GuardedServer.StartAsync();
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            using var answer = await server.SendAsync(method, method == HttpMethod.Get ? "/api/thing" : "/change", (name, value));
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task A_link_from_another_page_may_lead_here()
    {
        await using var server = await GuardedServer.StartAsync();
        using var answer = await server.SendAsync(HttpMethod.Get, "/page", ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_change_without_the_forms_token_is_refused()
    {
        await using var server = await GuardedServer.StartAsync();
        using var answer = await server.Client.PostAsync(new Uri("/change", UriKind.Relative), new FormUrlEncodedContent([]));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Elsewhere_pages_lead_to_the_login_and_the_api_says_401()
    {
        await using var server = await GuardedServer.StartAsync("0.0.0.0");
        using var page = await server.Client.GetAsync(new Uri("/page?x=1", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.ToString().ShouldBe("/login?to=%2Fpage%3Fx%3D1");
        using var api = await server.Client.GetAsync(new Uri("/api/thing", UriKind.Relative));
        api.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_user_logs_in_changes_things_and_logs_out()
    {
        await using var server = await GuardedServer.StartAsync("0.0.0.0");
        await server.Database.Accounts.PutUserAsync(new UserAccount("ada", PasswordHash.Make("correct horse"), server.Clock.GetUtcNow()), CancellationToken.None);
        using var wrong = await LoginAsync(server, "ada", "wrong horse here");
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var right = await LoginAsync(server, "ada", "correct horse", "//evil.example/");
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        right.Headers.Location!.ToString().ShouldBe("/");
        var cookie = right.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith(AdminGuard.SessionCookie, StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        (await server.Client.GetStringAsync(new Uri("/page", UriKind.Relative))).ShouldBe("the page");
        using var forged = await server.Client.PostAsync(new Uri("/change", UriKind.Relative), new FormUrlEncodedContent([new("csrf", new string('0', 32))]));
        forged.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var form = await server.Client.GetStringAsync(new Uri("/login", UriKind.Relative));
        using var change = await server.Client.PostAsync(new Uri("/change", UriKind.Relative), new FormUrlEncodedContent([new("csrf", TokenIn(form))]));
        change.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var logout = await server.Client.PostAsync(new Uri("/logout", UriKind.Relative), new FormUrlEncodedContent([new("csrf", TokenIn(form))]));
        logout.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var after = await server.Client.GetAsync(new Uri("/api/thing", UriKind.Relative));
        after.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await server.Database.Accounts.AuditTrailAsync(10, CancellationToken.None)).Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task Guessing_is_slowed_down_and_goes_on_after_a_while()
    {
        await using var server = await GuardedServer.StartAsync("0.0.0.0");
        for (var i = 0; i < 5; i++)
        {
            using var answer = await LoginAsync(server, "ada", "guess number one");
        }
        using var slowed = await LoginAsync(server, "ada", "guess number six");
        (await slowed.Content.ReadAsStringAsync()).ShouldContain("Too many attempts");
        server.Clock.Advance(TimeSpan.FromSeconds(40));
        using var again = await LoginAsync(server, "ada", "guess number six");
        (await again.Content.ReadAsStringAsync()).ShouldContain("wrong");
    }

    [Fact]
    public async Task A_token_opens_the_api_until_it_expires_or_is_revoked()
    {
        await using var server = await GuardedServer.StartAsync("0.0.0.0");
        var accounts = server.Database.Accounts;
        await accounts.PutUserAsync(new UserAccount("ada", "none", server.Clock.GetUtcNow()), CancellationToken.None);
        var (token, text) = TokenText.Make("ada", "test", server.Clock.GetUtcNow(), server.Clock.GetUtcNow().AddDays(1));
        await accounts.PutTokenAsync(token, CancellationToken.None);
        text.ShouldStartWith($"rl_{token.Id}_");
        text.ShouldNotContain(token.SecretHash);
        (await StatusAsync(server, text)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(server, text[..^1] + (text[^1] == '0' ? '1' : '0'))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(server, "rl_x_y")).ShouldBe(HttpStatusCode.Unauthorized);
        server.Clock.Advance(TimeSpan.FromDays(2));
        (await StatusAsync(server, text)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void A_password_matches_its_own_hash_only()
    {
        var hash = PasswordHash.Make("correct horse");
        hash.ShouldStartWith("pbkdf2-sha256$600000$");
        PasswordHash.Matches("correct horse", hash).ShouldBeTrue();
        PasswordHash.Matches("correct hors", hash).ShouldBeFalse();
        PasswordHash.Matches("correct horse", null).ShouldBeFalse();
        PasswordHash.Make("correct horse").ShouldNotBe(hash);
    }

    private static async Task<HttpStatusCode> StatusAsync(GuardedServer server, string token)
    {
        using var answer = await server.SendAsync(HttpMethod.Get, "/api/thing", ("Authorization", "Bearer " + token));
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> LoginAsync(GuardedServer server, string user, string password, string to = "/page")
    {
        var form = await server.Client.GetStringAsync(new Uri("/login", UriKind.Relative));
        return await server.Client.PostAsync(new Uri("/login", UriKind.Relative), new FormUrlEncodedContent([new("csrf", TokenIn(form)), new("user", user), new("password", password), new("to", to)]));
    }

    private static string TokenIn(string html) => CsrfField().Match(html).Groups[1].Value;

    [GeneratedRegex("name=\"csrf\" value=\"([0-9a-f]{32})\"")]
    private static partial Regex CsrfField();
}
