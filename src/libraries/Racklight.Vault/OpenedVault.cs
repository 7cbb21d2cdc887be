namespace Racklight.Vault;

/// <summary>A vault that a password opened. Disposing it zeroes the plaintext.</summary>
public sealed class OpenedVault : IDisposable
{
    internal OpenedVault(VaultEnvelope envelope, SecretBuffer plaintext, VaultSecret secret) => (Envelope, Plaintext, Secret) = (envelope, plaintext, secret);

    /// <summary>The vault as it lay in the file.</summary>
    public VaultEnvelope Envelope { get; }

    /// <summary>What was in it.</summary>
    public SecretBuffer Plaintext { get; }

    /// <summary>The id of the password that opened it: not always the label that the vault bears.</summary>
    public string Id => Secret.Id;

    internal VaultSecret Secret { get; }

    /// <inheritdoc/>
    public void Dispose() => Plaintext.Dispose();
}
