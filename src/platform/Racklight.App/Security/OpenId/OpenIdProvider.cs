using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Racklight.App.Security.OpenId;

/// <summary>The provider as seen from here: where to send people, and what an answer of it is worth.</summary>
internal sealed class OpenIdProvider : IDisposable
{
    private const int AnswerLimit = 256 * 1024;

    // None is a valid algorithm of JOSE, and a symmetric one would take the public key for a secret: only signatures that the provider alone can make.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly OpenIdSettings _settings;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _discovery;

    public OpenIdProvider(OpenIdSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        // A provider never needs to send us elsewhere, and a redirect could take the client's secret along.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = AnswerLimit };
        _discovery = new ConfigurationManager<OpenIdConnectConfiguration>(
            settings.Issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_client) { RequireHttps = settings.Issuer.Scheme == Uri.UriSchemeHttps });
    }

    /// <summary>Where a browser is sent to log in.</summary>
    /// <exception cref="ProblemException">The provider does not answer, or not as one.</exception>
    public async Task<string> LoginAddressAsync(OpenIdAttempt attempt, string redirect, CancellationToken cancellationToken)
    {
        var endpoint = (await DiscoverAsync(cancellationToken)).AuthorizationEndpoint;
        var query = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = _settings.Client,
            ["redirect_uri"] = redirect,
            ["scope"] = "openid profile email",
            ["state"] = attempt.State,
            ["nonce"] = attempt.Nonce,
            ["code_challenge"] = attempt.Challenge,
            ["code_challenge_method"] = "S256",
        };
        return endpoint + (endpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?') + string.Join('&', query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
    }

    /// <summary>Changes the code that the browser brought for a name.</summary>
    /// <returns>The name under which the person is known there.</returns>
    /// <exception cref="ProblemException">The provider does not stand behind it, or the person is not among those that may log in.</exception>
    public async Task<string> WhoAsync(OpenIdAttempt attempt, string code, string redirect, CancellationToken cancellationToken)
    {
        var configuration = await DiscoverAsync(cancellationToken);
        var token = await TokenAsync(configuration, attempt, code, redirect, cancellationToken);
        var result = await CheckAsync(token, configuration);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // Keys are rotated: the new ones are fetched once.
            _discovery.RequestRefresh();
            result = await CheckAsync(token, await DiscoverAsync(cancellationToken));
        }
        if (!result.IsValid) throw new ProblemException("the provider's answer does not hold: " + OneLine(result.Exception.Message), exitCode: ExitCodes.Outside);
        var said = (JsonWebToken)result.SecurityToken;
        if (!said.TryGetClaim("nonce", out var nonce) || nonce.Value != attempt.Nonce) throw new ProblemException("the provider's answer belongs to another login", exitCode: ExitCodes.Outside);
        var name = Value(said, "preferred_username") ?? Value(said, "email") ?? said.Subject;
        // An address that nobody confirmed is what its owner says it is.
        var unconfirmed = said.TryGetClaim("email_verified", out var verified) && !string.Equals(verified.Value, "true", StringComparison.OrdinalIgnoreCase);
        var allowed = said.Claims.Any(claim => !(unconfirmed && claim.Type == "email") && _settings.Allow.Contains((claim.Type, claim.Value)));
        return allowed ? name : throw new ProblemException($"{OneLine(name)} may not administer this rack: no --openid-allow names that person, or a group of theirs");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<OpenIdConnectConfiguration> DiscoverAsync(CancellationToken cancellationToken)
    {
        try
        {
            var found = await _discovery.GetConfigurationAsync(cancellationToken);
            // OpenID Connect Discovery §4.3: the issuer must be the one that was asked.
            if (found.Issuer?.TrimEnd('/') != _settings.Issuer.AbsoluteUri.TrimEnd('/')) throw new ProblemException($"{_settings.Issuer} calls itself {OneLine(found.Issuer ?? "nothing")}", "give --openid-issuer exactly as the provider's documentation does", ExitCodes.Outside);
            return found is { AuthorizationEndpoint: { Length: > 0 }, TokenEndpoint: { Length: > 0 } } ? found : throw new ProblemException($"{_settings.Issuer} names no authorization or token endpoint", exitCode: ExitCodes.Outside);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            throw new ProblemException($"the identity provider {_settings.Issuer} does not answer: {OneLine((e.InnerException ?? e).Message)}", "local users can log in all the same", ExitCodes.Outside, e);
        }
    }

    private async Task<string> TokenAsync(OpenIdConnectConfiguration configuration, OpenIdAttempt attempt, string code, string redirect, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirect,
            ["code_verifier"] = attempt.Verifier,
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        if (_settings.SecretFile is { } file)
        {
            // RFC 6749 §2.3.1: both parts are form-encoded before they are joined. Read anew each time, so that a changed secret needs no restart.
            var secret = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(_settings.Client)}:{WebUtility.UrlEncode(secret)}")));
        }
        else
        {
            form["client_id"] = _settings.Client;
        }
        request.Content = new FormUrlEncodedContent(form);
        using var answer = await _client.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (answer.IsSuccessStatusCode && json.RootElement.TryGetProperty("id_token", out var token) && token.GetString() is { } text) return text;
            var error = json.RootElement.TryGetProperty("error", out var said) ? said.GetString() : null;
            throw new ProblemException($"the provider did not take the code: {OneLine(error ?? "no ID token in its answer")} (HTTP {(int)answer.StatusCode})", "check --openid-client, the secret and the redirect address that is registered there", ExitCodes.Outside);
        }
        catch (JsonException e)
        {
            throw new ProblemException($"the provider's token endpoint answered HTTP {(int)answer.StatusCode} without JSON", exitCode: ExitCodes.Outside, inner: e);
        }
    }

    private Task<TokenValidationResult> CheckAsync(string token, OpenIdConnectConfiguration configuration)
        => new JsonWebTokenHandler { MaximumTokenSizeInBytes = AnswerLimit }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = configuration.Issuer,
            ValidAudience = _settings.Client,
            IssuerSigningKeys = configuration.SigningKeys,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            LifetimeValidator = (from, to, _, _) => Holds(from, to),
        });

    // Clocks differ by a minute or two; a token without an end is refused.
    private bool Holds(DateTime? from, DateTime? to)
    {
        var (now, slack) = (_clock.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(2));
        return to is { } end && now < end + slack && (from is not { } begin || now > begin - slack);
    }

    private static string? Value(JsonWebToken token, string claim) => token.TryGetClaim(claim, out var found) && found.Value is { Length: > 0 and <= 64 } value ? value : null;

    private static string OneLine(string text) => string.Concat(text.Take(200).Select(c => char.IsControl(c) ? ' ' : c));
}
