using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Racklight.App.Security.OpenId;

/// <summary>A login that was sent to the provider and is not back yet.</summary>
/// <param name="State">Ties the answer to this browser (RFC 6749 §10.12): it is in a cookie too.</param>
/// <param name="Nonce">Ties the ID token to this attempt (OpenID Connect Core §3.1.2.1).</param>
/// <param name="Verifier">Ties the code to this server (PKCE, RFC 7636).</param>
/// <param name="To">Where to go after it.</param>
/// <param name="Opened">When it was begun.</param>
internal sealed record OpenIdAttempt(string State, string Nonce, string Verifier, string To, DateTimeOffset Opened)
{
    /// <summary>What the provider is shown of <see cref="Verifier"/> (RFC 7636 §4.2, S256).</summary>
    public string Challenge => Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));
}

/// <summary>Logins under way at the provider: each is good once and for ten minutes. Bounded, the oldest go first.</summary>
internal sealed class OpenIdAttempts(TimeProvider clock)
{
    private const int Limit = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, OpenIdAttempt> _attempts = new(StringComparer.Ordinal);

    /// <summary>Begins one.</summary>
    public OpenIdAttempt Begin(string to)
    {
        var now = clock.GetUtcNow();
        var attempt = new OpenIdAttempt(Random(), Random(), Random(), to, now);
        lock (_lock)
        {
            if (_attempts.Count >= Limit) _attempts.Remove(_attempts.MinBy(pair => pair.Value.Opened).Key);
            _attempts[attempt.State] = attempt;
        }
        return attempt;
    }

    /// <summary>Takes one out by its state; null when there is none, or it is too old.</summary>
    public OpenIdAttempt? Take(string state)
    {
        lock (_lock) return _attempts.Remove(state, out var attempt) && clock.GetUtcNow() - attempt.Opened < Patience ? attempt : null;
    }

    // 256 bits; as hexadecimal digits also a valid verifier (RFC 7636 §4.1: 43 to 128 unreserved characters).
    private static string Random() => RandomNumberGenerator.GetHexString(64, lowercase: true);
}
