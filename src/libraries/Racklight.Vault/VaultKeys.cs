namespace Racklight.Vault;

/// <summary>
/// What a password and a salt give: PBKDF2-HMAC-SHA256, 10,000 rounds, 80 bytes: the AES-256 key, the HMAC key, the first counter block.
/// The rounds are the format's, few by today's measure: only a long password makes up for them (docs/secrets.md).
/// </summary>
internal sealed class VaultKeys : IDisposable
{
    private const int Rounds = 10_000;
    private readonly SecretBuffer _bytes = new(80);

    public VaultKeys(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
        => Pbkdf2.Derive(password, salt, Rounds, _bytes.Span);

    public ReadOnlySpan<byte> Cipher => _bytes.Span[..32];

    public ReadOnlySpan<byte> Check => _bytes.Span[32..64];

    public ReadOnlySpan<byte> Counter => _bytes.Span[64..];

    public void Dispose() => _bytes.Dispose();
}
