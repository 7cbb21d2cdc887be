using System.Security.Cryptography;
using System.Text;

namespace Racklight.Answers.Rendering;

/// <summary>SHA-512 password hashes as crypt(3) makes them: <c>$6$salt$…</c> with 5,000 rounds (U. Drepper, "Unix crypt using SHA-256 and SHA-512", 2008).</summary>
internal static class Sha512Crypt
{
    private const int Rounds = 5000;
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>The hash of a password; the salt is at most 16 characters of <c>./0-9A-Za-z</c>.</summary>
    public static string Hash(string password, string salt)
    {
        var key = Encoding.UTF8.GetBytes(password);
        var seasoning = Encoding.ASCII.GetBytes(salt);
        var other = SHA512.HashData([.. key, .. seasoning, .. key]);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(key);
        hash.AppendData(seasoning);
        hash.AppendData(Repeated(other, key.Length));
        for (var n = key.Length; n > 0; n >>= 1) hash.AppendData((n & 1) != 0 ? other : key);
        var digest = hash.GetHashAndReset();
        for (var i = 0; i < key.Length; i++) hash.AppendData(key);
        var p = Repeated(hash.GetHashAndReset(), key.Length);
        for (var i = 0; i < 16 + digest[0]; i++) hash.AppendData(seasoning);
        var s = Repeated(hash.GetHashAndReset(), seasoning.Length);
        for (var round = 0; round < Rounds; round++)
        {
            hash.AppendData((round & 1) != 0 ? p : digest);
            if (round % 3 != 0) hash.AppendData(s);
            if (round % 7 != 0) hash.AppendData(p);
            hash.AppendData((round & 1) != 0 ? digest : p);
            digest = hash.GetHashAndReset();
        }
        return $"$6${salt}${Encoded(digest)}";
    }

    /// <summary>A salt that is the same for the same session and place, and tells nothing of the password.</summary>
    public static string Salt(string session, string place)
    {
        var bytes = HMACSHA256.HashData(Encoding.UTF8.GetBytes(session), Encoding.UTF8.GetBytes(place));
        return string.Concat(bytes.Take(16).Select(static b => Alphabet[b & 63]));
    }

    private static byte[] Repeated(byte[] digest, int length)
    {
        var result = new byte[length];
        for (var i = 0; i < length; i++) result[i] = digest[i % digest.Length];
        return result;
    }

    // Three bytes at a time, in an order in which the third of the digest that comes first rotates.
    private static string Encoded(byte[] digest)
    {
        var text = new StringBuilder(86);
        var (a, b, c) = (0, 21, 42);
        for (var i = 0; i < 21; i++)
        {
            Append(text, digest[a] << 16 | digest[b] << 8 | digest[c], 4);
            (a, b, c) = (b + 1, c + 1, a + 1);
        }
        Append(text, digest[63], 2);
        return text.ToString();
    }

    private static void Append(StringBuilder text, int bits, int characters)
    {
        for (; characters > 0; characters--, bits >>= 6) text.Append(Alphabet[bits & 63]);
    }
}
