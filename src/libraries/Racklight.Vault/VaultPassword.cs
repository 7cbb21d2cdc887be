namespace Racklight.Vault;

/// <summary>A vault's password, from wherever it came, trimmed as Ansible trims it there.</summary>
public sealed class VaultPassword : IDisposable
{
    private readonly SecretBuffer _bytes;

    private VaultPassword(ReadOnlySpan<byte> bytes) => _bytes = SecretBuffer.Copy(bytes);

    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>From a file's content: blanks and line ends around it do not count.</summary>
    /// <exception cref="VaultPasswordException">Nothing is left.</exception>
    public static VaultPassword FromFile(ReadOnlySpan<byte> content) => Checked(content.Trim(" \t\n\r\v\f"u8));

    /// <summary>From what a script printed: only line ends around it do not count.</summary>
    /// <exception cref="VaultPasswordException">Nothing is left.</exception>
    public static VaultPassword FromScript(ReadOnlySpan<byte> output) => Checked(output.Trim("\r\n"u8));

    /// <summary>As typed at a prompt, in UTF-8: blanks around it do not count.</summary>
    /// <exception cref="VaultPasswordException">Nothing is left.</exception>
    public static VaultPassword FromPrompt(ReadOnlySpan<byte> typed) => Checked(typed.Trim(" \t\n\r\v\f"u8));

    /// <summary>True when both are the same, in a time that does not depend on how much is.</summary>
    public bool Matches(VaultPassword other) => System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(Bytes, other.Bytes);

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private static VaultPassword Checked(ReadOnlySpan<byte> trimmed)
        => trimmed.IsEmpty ? throw new VaultPasswordException("the password is empty") : new VaultPassword(trimmed);
}
