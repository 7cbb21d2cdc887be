using System.Security.Cryptography;
using System.Text;
using Racklight.Releases;
using Racklight.Yaml.Lossless;

namespace Racklight.Secrets.Generating;

/// <summary>Makes a new secret of a form, as a YAML value. All randomness is the system's.</summary>
internal static class SecretMaker
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int PasswordLength = 40;
    private const int SaltLength = 22;

    /// <summary>False for a form that stays empty.</summary>
    public static bool Makes(SecretForm form) => form is not (SecretForm.Blank or SecretForm.Unknown);

    /// <summary>A value of a form that <see cref="Makes"/>.</summary>
    public static string Make(SecretForm form) => form == SecretForm.SshKey ? Pair() : YamlValueText.Of(Text(form));

    /// <summary>A secret that is one line of text.</summary>
    internal static string Text(SecretForm form) => form switch
    {
        SecretForm.Password => RandomNumberGenerator.GetString(Letters, PasswordLength),
        SecretForm.Uuid => RandomUuid(),
        SecretForm.HmacMd5 => Convert.ToHexStringLower(HmacMd5(Encoding.ASCII.GetBytes(RandomUuid()))),
        SecretForm.HmacSha256 => Convert.ToBase64String(HMACSHA256.HashData(Encoding.ASCII.GetBytes(RandomUuid()), Array.Empty<byte>())),
        SecretForm.Fernet => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).Replace('+', '-').Replace('/', '_'),
        SecretForm.BcryptSalt => RandomNumberGenerator.GetString(Letters + "./", SaltLength),
        SecretForm.ShortHex => RandomNumberGenerator.GetHexString(RandomNumberGenerator.GetInt32(16, 64), lowercase: true),
        SecretForm.LongHex => RandomNumberGenerator.GetHexString(RandomNumberGenerator.GetInt32(64, 72), lowercase: true),
        SecretForm.Hex32 => RandomNumberGenerator.GetHexString(32, lowercase: true),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "no text"),
    };

    private static string Pair()
    {
        var pair = RsaPair.Create();
        return YamlValueText.Of([new("private_key", pair.PrivateKey), new("public_key", pair.PublicKey)]);
    }

    /// <summary>RFC 9562 §5.4. Guid.NewGuid() is random too, but does not promise to be fit for secrets.</summary>
    private static string RandomUuid()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

#pragma warning disable CA5351 // HMAC-MD5 is what Designate's rndc key and osprofiler's secret are made with; its strength is the UUID's 122 random bits.
    private static byte[] HmacMd5(byte[] key) => HMACMD5.HashData(key, Array.Empty<byte>());
#pragma warning restore CA5351
}
