using System.Security.Cryptography;
using System.Text;
using Racklight.Vault;

namespace Racklight.Tests.Vault;

public sealed class Pbkdf2Tests
{
    // RFC 7914 §11.
    [Theory]
    [InlineData("passwd", "salt", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783")]
    [InlineData("Password", "NaCl", 80000, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d")]
    public void Gives_what_the_standard_says(string password, string salt, int rounds, string expected)
    {
        var key = new byte[expected.Length / 2];
        Pbkdf2.Derive(Encoding.ASCII.GetBytes(password), Encoding.ASCII.GetBytes(salt), rounds, key);
        Convert.ToHexStringLower(key).ShouldBe(expected);
    }

    [Fact]
    public void Gives_what_the_platform_gives_for_passwords_salts_and_keys_of_every_length()
    {
        for (var length = 0; length < 200; length++)
        {
            var password = RandomNumberGenerator.GetBytes(length);
            var salt = RandomNumberGenerator.GetBytes(length / 2);
            var key = new byte[1 + length];
            Pbkdf2.Derive(password, salt, 1 + length % 5, key);
            key.ShouldBe(Rfc2898DeriveBytes.Pbkdf2(password, salt, 1 + length % 5, HashAlgorithmName.SHA256, key.Length));
        }
    }

    // The rest would pass without it, only slower.
    [Fact]
    public void Calls_the_compression_function_of_OpenSSL_directly() => Sha256Compression.IsThere.ShouldBeTrue();

    [Fact]
    public void Refuses_no_rounds() => Should.Throw<ArgumentOutOfRangeException>(static () => Pbkdf2.Derive([], [], 0, new byte[1]));
}
