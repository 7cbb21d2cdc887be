namespace Racklight.App.Security.OpenId;

/// <summary>The identity provider that people log in at, beside local users. Source: OpenID Connect Core 1.0.</summary>
/// <param name="Issuer">Its address, from which everything else is discovered (OpenID Connect Discovery 1.0 §4); https, or http on loopback.</param>
/// <param name="Client">The name under which this server is registered there.</param>
/// <param name="SecretFile">The file with the client's secret; null for a public client, which PKCE alone protects.</param>
/// <param name="Allow">Who may log in, as (claim, value); one that matches is enough. Never empty: everyone at the provider would administer the rack.</param>
public sealed record OpenIdSettings(Uri Issuer, string Client, string? SecretFile, IReadOnlyList<(string Claim, string Value)> Allow)
{
    /// <summary>The settings that four flags amount to; null when none is given.</summary>
    /// <exception cref="ProblemException">One is missing or will not do.</exception>
    public static OpenIdSettings? Read(string? issuer, string? client, string? secretFile, IReadOnlyList<string> allow)
    {
        if (issuer is null && client is null && secretFile is null && allow.Count == 0) return null;
        if (issuer is null) throw new ProblemException("--openid-issuer is missing", "all of --openid-issuer, --openid-client and --openid-allow are needed");
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var uri) || uri is not { Query: "", Fragment: "" } || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            throw new ProblemException($"--openid-issuer {issuer}: want an https:// address", "over plain http anybody on the way could log in as anybody; only a provider on this machine may be asked so");
        }
        if (client is null) throw new ProblemException("--openid-client is missing", "it is the name under which this server is registered at the provider");
        if (allow.Count == 0) throw new ProblemException("--openid-allow is missing: everyone at the provider would administer this rack", "for instance --openid-allow groups=rack-admins, or --openid-allow email=ada@example.com");
        var rules = new List<(string, string)>();
        foreach (var rule in allow)
        {
            var cut = rule.IndexOf('=', StringComparison.Ordinal);
            if (cut < 1 || cut == rule.Length - 1) throw new ProblemException($"--openid-allow {rule}: want CLAIM=VALUE", "for instance groups=rack-admins");
            rules.Add((rule[..cut], rule[(cut + 1)..]));
        }
        return new OpenIdSettings(uri, client, secretFile, rules);
    }
}
