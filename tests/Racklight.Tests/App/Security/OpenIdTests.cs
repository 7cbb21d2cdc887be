using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Racklight.App.Security.OpenId;

namespace Racklight.Tests.App.Security;

/// <summary>Login at an identity provider: what holds lets in, and nothing else does.</summary>
public sealed class OpenIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_is_in_an_allowed_group_is_logged_in_and_the_audit_says_so()
    {
        await using var issuer = await Issuer.StartAsync(Now);
        await using var server = await StartAsync(issuer);
        var (code, text) = await LoginAsync(server, issuer);
        code.ShouldBe(HttpStatusCode.OK);
        text.ShouldContain("url=/page?x=1");
        (await server.Client.GetStringAsync(new Uri("/page", UriKind.Relative))).ShouldBe("the page");
        (await server.Database.Accounts.AuditTrailAsync(10, CancellationToken.None)).ShouldContain(entry => entry.Who == "ada" && entry.What.StartsWith("logged in by OpenID Connect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_code_is_bound_to_this_server_by_PKCE_and_the_secret_travels_in_the_header_only()
    {
        await using var issuer = await Issuer.StartAsync(Now);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "s3cr:t\n");
        try
        {
            await using var server = await StartAsync(issuer, secretFile: file);
            var query = await BeginAsync(server);
            issuer.Nonce = query["nonce"]!;
            await ReturnAsync(server, $"code=good&state={query["state"]}");
            var verifier = issuer.LastForm!["code_verifier"]!.GetValue<string>();
            Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).ShouldBe(query["code_challenge"]);
            Encoding.UTF8.GetString(Convert.FromBase64String(issuer.LastAuthorization!["Basic ".Length..])).ShouldBe("racklight:s3cr%3At");
            issuer.LastForm.ToJsonString().ShouldNotContain("s3cr");
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static TheoryData<string, Action<Issuer>, string> Lies() => new()
    {
        { "another audience", issuer => issuer.Claims = claims => claims["aud"] = "elsewhere", "does not hold" },
        { "another issuer", issuer => issuer.Claims = claims => claims["iss"] = "https://evil.example", "does not hold" },
        { "too old", issuer => issuer.Claims = claims => claims["exp"] = Now.AddMinutes(-3).ToUnixTimeSeconds(), "does not hold" },
        { "not yet", issuer => issuer.Claims = claims => claims["nbf"] = Now.AddMinutes(3).ToUnixTimeSeconds(), "does not hold" },
        { "without an end", issuer => issuer.Claims = claims => claims.Remove("exp"), "does not hold" },
        { "another login's nonce", issuer => issuer.Claims = claims => claims["nonce"] = new string('0', 64), "belongs to another login" },
        { "no nonce", issuer => issuer.Claims = claims => claims.Remove("nonce"), "belongs to another login" },
        { "unsigned", issuer => issuer.Algorithm = "none", "does not hold" },
        { "signed with the public key as a secret", issuer => issuer.Algorithm = "HS256", "does not hold" },
        { "signed by somebody else", issuer => issuer.ForeignKey = true, "does not hold" },
        { "nobody that may", issuer => issuer.Claims = claims => claims["groups"] = new JsonArray("staff"), "may not administer" },
        { "an address that nobody confirmed", issuer => issuer.Claims = claims => { claims["groups"] = new JsonArray(); claims["email"] = "ada@example.com"; claims["email_verified"] = false; }, "may not administer" },
        { "another name for itself", issuer => issuer.CallsItself = "https://evil.example", "calls itself" },
    };

    [Theory]
    [MemberData(nameof(Lies), DisableDiscoveryEnumeration = true)]
    public async Task What_does_not_hold_lets_nobody_in(string what, Action<Issuer> lie, string words)
    {
        await using var issuer = await Issuer.StartAsync(Now);
        lie(issuer);
        await using var server = await StartAsync(issuer);
        var (code, text) = await LoginAsync(server, issuer);
        code.ShouldBe(HttpStatusCode.Unauthorized, what);
        text.ShouldContain(words);
        using var page = await server.Client.GetAsync(new Uri("/page", UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.Redirect, what);
    }

    [Fact]
    public async Task An_answer_counts_once_in_the_browser_that_asked_and_for_ten_minutes()
    {
        await using var issuer = await Issuer.StartAsync(Now);
        await using var server = await StartAsync(issuer);
        var query = await BeginAsync(server);
        issuer.Nonce = query["nonce"]!;
        using (var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server.Uri })
        using (var answer = await stranger.GetAsync(new Uri($"/login/openid/return?code=good&state={query["state"]}", UriKind.Relative)))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        // The attempt is used up, even by a stranger.
        (await ReturnAsync(server, $"code=good&state={query["state"]}")).Code.ShouldBe(HttpStatusCode.Unauthorized);
        query = await BeginAsync(server);
        server.Clock.Advance(TimeSpan.FromMinutes(11));
        (await ReturnAsync(server, $"code=good&state={query["state"]}")).Text.ShouldContain("too long ago");
        query = await BeginAsync(server);
        (await ReturnAsync(server, $"code=bad&state={query["state"]}")).Text.ShouldContain("invalid_grant");
        query = await BeginAsync(server);
        (await ReturnAsync(server, $"error=access_denied&state={query["state"]}")).Text.ShouldContain("was told no");
    }

    [Fact]
    public async Task A_provider_that_is_away_leaves_the_local_login()
    {
        var issuer = await Issuer.StartAsync(Now);
        await using var server = await StartAsync(issuer);
        await issuer.DisposeAsync();
        using var answer = await server.Client.GetAsync(new Uri("/login/openid", UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("local users can log in all the same");
    }

    [Theory]
    [InlineData("http://id.example", "racklight", "groups=x", "want an https:// address")]
    [InlineData("https://id.example", null, "groups=x", "--openid-client is missing")]
    [InlineData("https://id.example", "racklight", null, "everyone at the provider")]
    [InlineData("https://id.example", "racklight", "groups", "want CLAIM=VALUE")]
    [InlineData(null, "racklight", "groups=x", "--openid-issuer is missing")]
    public void Settings_that_would_let_anybody_in_are_refused(string? issuer, string? client, string? allow, string words)
        => Should.Throw<ProblemException>(() => OpenIdSettings.Read(issuer, client, null, allow is null ? [] : [allow])).Message.ShouldContain(words);

    private static Task<GuardedServer> StartAsync(Issuer issuer, string? secretFile = null)
        => GuardedServer.StartAsync("192.0.2.1", new OpenIdSettings(issuer.Uri, "racklight", secretFile, [("groups", "rack-admins"), ("email", "ada@example.com")]));

    private static async Task<(HttpStatusCode Code, string Text)> LoginAsync(GuardedServer server, Issuer issuer)
    {
        using var begun = await server.Client.GetAsync(new Uri("/login/openid?to=/page%3Fx=1", UriKind.Relative));
        if (begun.StatusCode != HttpStatusCode.Redirect) return (begun.StatusCode, await begun.Content.ReadAsStringAsync());
        var query = QueryHelpers.ParseQuery(begun.Headers.Location!.Query);
        issuer.Nonce = query["nonce"].ToString();
        return await ReturnAsync(server, $"code=good&state={query["state"]}");
    }

    private static async Task<Dictionary<string, string?>> BeginAsync(GuardedServer server)
    {
        using var begun = await server.Client.GetAsync(new Uri("/login/openid", UriKind.Relative));
        begun.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return QueryHelpers.ParseQuery(begun.Headers.Location!.Query).ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString());
    }

    private static async Task<(HttpStatusCode Code, string Text)> ReturnAsync(GuardedServer server, string query)
    {
        using var answer = await server.Client.GetAsync(new Uri("/login/openid/return?" + query, UriKind.Relative));
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }
}
