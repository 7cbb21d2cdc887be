using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Racklight.App.Security;

/// <summary>Passwords as they are stored: PBKDF2-HMAC-SHA256 (RFC 8018 §5.2), <c>pbkdf2-sha256$ITERATIONS$SALT$HASH</c>.</summary>
internal static class PasswordHash
{
    /// <summary>The least that a password must have; people choose, the slow hash and the slow login do the rest.</summary>
    public const int MinimumLength = 10;

    /// <summary>The most that is hashed: the work must not depend on what a stranger sends.</summary>
    public const int MaximumLength = 256;

    // OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256.
    private const int Iterations = 600_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    /// <summary>Hashes a new password.</summary>
    public static string Make(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return string.Create(CultureInfo.InvariantCulture, $"pbkdf2-sha256${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(Derive(password, salt, Iterations))}");
    }

    /// <summary>True when the password is the one that was hashed. Takes as long when nothing was stored, so that names cannot be guessed by the clock.</summary>
    public static bool Matches(string password, string? stored)
    {
        if (password.Length > MaximumLength) return false;
        if (stored?.Split('$') is not ["pbkdf2-sha256", var count, var salt, var hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > 10_000_000)
        {
            Derive(password, new byte[SaltBytes], Iterations);
            return false;
        }
        return CryptographicOperations.FixedTimeEquals(Derive(password, Convert.FromBase64String(salt), iterations), Convert.FromBase64String(hash));
    }

    private static byte[] Derive(string password, byte[] salt, int iterations)
        => Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, HashBytes);
}
