using System.Security.Cryptography;
using System.Text;
using Racklight.State;

namespace Racklight.App.Security;

/// <summary>API tokens as text: <c>rl_ID_SECRET</c>, 12 and 40 hexadecimal digits. Only the secret's hash is stored.</summary>
internal static class TokenText
{
    /// <summary>Makes a token; the text is shown once and kept nowhere.</summary>
    public static (ApiToken Token, string Text) Make(string user, string description, DateTimeOffset now, DateTimeOffset? expires)
    {
        var id = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(40, lowercase: true);
        return (new ApiToken(id, user, HashOf(secret), description, now, expires), $"rl_{id}_{secret}");
    }

    /// <summary>The two parts of a token's text, or null.</summary>
    public static (string Id, string Secret)? Read(string text)
        => text.Split('_') is ["rl", { Length: 12 } id, { Length: 40 } secret] && id.All(char.IsAsciiHexDigitLower) && secret.All(char.IsAsciiHexDigitLower) ? (id, secret) : null;

    /// <summary>True when the secret is the token's and it has not expired.</summary>
    public static bool Matches(ApiToken token, string secret, DateTimeOffset now)
        => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token.SecretHash), Encoding.ASCII.GetBytes(HashOf(secret)))
            && (token.Expires is not { } expires || now < expires);

    // 160 random bits need no slow hash.
    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));
}
