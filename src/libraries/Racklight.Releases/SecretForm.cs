namespace Racklight.Releases;

/// <summary>What a deployment tool wants as a secret.</summary>
public enum SecretForm
{
    /// <summary>40 letters and digits.</summary>
    Password,

    /// <summary>A random UUID (version 4).</summary>
    Uuid,

    /// <summary>An RSA-4096 pair: <c>private_key</c> (PKCS #8, PEM) and <c>public_key</c> (OpenSSH).</summary>
    SshKey,

    /// <summary>Left empty: only who needs it fills it in.</summary>
    Blank,

    /// <summary>HMAC-MD5 of nothing by a random UUID, 32 hexadecimal digits.</summary>
    HmacMd5,

    /// <summary>HMAC-SHA256 of nothing by a random UUID, in base64: what Fernet keys were before Rocky.</summary>
    HmacSha256,

    /// <summary>A Fernet key: 32 random bytes in URL-safe base64.</summary>
    Fernet,

    /// <summary>22 characters of <c>A-Za-z0-9./</c>: a bcrypt salt.</summary>
    BcryptSalt,

    /// <summary>16 to 63 hexadecimal digits.</summary>
    ShortHex,

    /// <summary>64 to 71 hexadecimal digits.</summary>
    LongHex,

    /// <summary>32 hexadecimal digits.</summary>
    Hex32,

    /// <summary>Nothing is known of it, and so nothing is made.</summary>
    Unknown,
}
