using System.Security.Cryptography;

namespace Racklight.Vault;

/// <summary>
/// The passwords of one run, in the order in which they were given: opens vaults and makes new ones. Safe to use from several threads
/// once all passwords are in. Disposing it zeroes passwords and keys.
/// </summary>
public sealed class VaultKeyring : IDisposable
{
    /// <summary>The vault id of a password and of a vault that bear none.</summary>
    public const string DefaultId = "default";

    private readonly List<VaultSecret> _secrets = [];

    /// <summary>True: only passwords of a vault's own id may open it (<c>ANSIBLE_VAULT_ID_MATCH</c>). False: they are tried first, then all others.</summary>
    public bool MatchIds { get; init; }

    /// <summary>The vault id that new vaults are made for when the caller names none (<c>--encrypt-vault-id</c>); null: the only one there is.</summary>
    public string? EncryptId { get; init; }

    /// <summary>The vault ids, in order.</summary>
    public IReadOnlyList<string> Ids => [.. _secrets.Select(static secret => secret.Id)];

    /// <summary>Adds a password, which now belongs to the keyring.</summary>
    /// <exception cref="VaultFormatException">The id cannot stand in a vault's header.</exception>
    public void Add(string id, VaultPassword password)
    {
        VaultIdentity.CheckId(id);
        _secrets.Add(new VaultSecret(id, password));
    }

    /// <summary>Opens a vault's text.</summary>
    /// <exception cref="VaultFormatException">It is no vault, or damaged.</exception>
    /// <exception cref="VaultPasswordException">No password opens it.</exception>
    public OpenedVault Open(ReadOnlySpan<byte> text) => Open(VaultEnvelope.Parse(text));

    /// <summary>Opens a vault.</summary>
    /// <exception cref="VaultPasswordException">No password opens it.</exception>
    public OpenedVault Open(VaultEnvelope envelope)
    {
        var label = envelope.Label ?? DefaultId;
        var own = _secrets.Where(secret => secret.Id == label).ToList();
        var tried = MatchIds ? own : [.. own, .. _secrets.Except(own)];
        foreach (var secret in tried)
        {
            var plaintext = secret.Use(envelope.Salt, keys => VaultCipher.Fits(keys, envelope) ? VaultCipher.Decrypt(keys, envelope.Ciphertext.Span) : null);
            if (plaintext is null) continue;
            secret.CountOpened();
            return new OpenedVault(envelope, plaintext, secret);
        }
        throw Refusal.Of(envelope, tried, _secrets);
    }

    /// <summary>Makes a new vault, with a salt of its own.</summary>
    /// <param name="plaintext">What goes into it.</param>
    /// <param name="id">For whom; null: <see cref="EncryptId"/>, or the only id that there is.</param>
    /// <returns>The vault's text.</returns>
    /// <exception cref="VaultPasswordException">There is no password of that id, or several and nothing says which.</exception>
    public byte[] Seal(ReadOnlySpan<byte> plaintext, string? id = null)
    {
        var secret = ForNew(id);
        return Seal(secret, secret.Id == DefaultId ? null : secret.Id, plaintext);
    }

    /// <summary>Makes a vault for changed text: by the password that opened the old one, with its label and a fresh salt.</summary>
    /// <returns>The vault's text.</returns>
    public byte[] Reseal(OpenedVault old, ReadOnlySpan<byte> plaintext) => Seal(old.Secret, old.Envelope.Label, plaintext);

    /// <summary>The vault id that <see cref="Seal(ReadOnlySpan{byte}, string?)"/> takes: ask before work whose result could not be written.</summary>
    /// <exception cref="VaultPasswordException">There is no password of that id, or several and nothing says which.</exception>
    public string SealsFor(string? id = null) => ForNew(id).Id;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var secret in _secrets) secret.Dispose();
        _secrets.Clear();
    }

    private VaultSecret ForNew(string? id)
    {
        id ??= EncryptId;
        if (id is not null)
        {
            return _secrets.FirstOrDefault(secret => secret.Id == id)
                ?? throw new VaultPasswordException($"there is no password for the vault id `{id}` to encrypt with{(_secrets.Count > 0 ? "; there is one for " + string.Join(", ", Ids.Distinct()) : "")}", $"--vault-id {id}@FILE");
        }
        if (_secrets.Count == 0) throw Refusal.None();
        if (_secrets.Count > 1) throw new VaultPasswordException($"there are passwords for the vault ids {string.Join(", ", Ids)}, and nothing says which to encrypt with", $"--encrypt-vault-id {Ids[0]}");
        return _secrets[0];
    }

    private static byte[] Seal(VaultSecret secret, string? label, ReadOnlySpan<byte> plaintext)
    {
        if (plaintext.Length > VaultEnvelope.LargestText / 5) throw new VaultFormatException($"{plaintext.Length:N0} bytes are too many for a vault; at most {VaultEnvelope.LargestText / 5:N0}");
        var salt = RandomNumberGenerator.GetBytes(VaultEnvelope.SaltLength);
        // Not by the secret's cache: a fresh salt never comes again.
        using var keys = new VaultKeys(secret.Password.Bytes, salt);
        var ciphertext = VaultCipher.Encrypt(keys, plaintext);
        return new VaultEnvelope(label, salt, VaultCipher.Check(keys, ciphertext), ciphertext).ToBytes();
    }
}
