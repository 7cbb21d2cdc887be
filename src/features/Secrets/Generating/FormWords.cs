using Racklight.Releases;

namespace Racklight.Secrets.Generating;

/// <summary>Forms of secrets in words.</summary>
internal static class FormWords
{
    public static string Of(SecretForm form) => form switch
    {
        SecretForm.Password => "40 letters and digits",
        SecretForm.Uuid => "UUID",
        SecretForm.SshKey => "RSA-4096 pair",
        SecretForm.HmacMd5 => "HMAC-MD5",
        SecretForm.HmacSha256 => "HMAC-SHA256",
        SecretForm.Fernet => "Fernet key",
        SecretForm.BcryptSalt => "bcrypt salt",
        SecretForm.ShortHex or SecretForm.LongHex or SecretForm.Hex32 => "hexadecimal digits",
        _ => "nothing",
    };
}
