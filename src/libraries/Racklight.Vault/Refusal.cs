namespace Racklight.Vault;

/// <summary>Why no password opened a vault: exactly what can be said, and no more.</summary>
internal static class Refusal
{
    public static VaultPasswordException None() => new("there is no password for it", "--vault-password-file FILE, --vault-id LABEL@SOURCE or --ask-vault-pass");

    public static VaultPasswordException Of(VaultEnvelope envelope, IReadOnlyList<VaultSecret> tried, IReadOnlyList<VaultSecret> all)
    {
        if (all.Count == 0) return None();
        var label = envelope.Label ?? VaultKeyring.DefaultId;
        var bears = envelope.Label is null ? "it bears no vault id" : $"it bears the vault id `{label}`";
        if (tried.Count == 0)
        {
            return new($"{bears}, and the passwords given are for {Names(all)}; only those of the same id may open it (ANSIBLE_VAULT_ID_MATCH)", $"--vault-id {label}@SOURCE, or ANSIBLE_VAULT_ID_MATCH=0");
        }
        var own = tried.Count(secret => secret.Id == label);
        var who = own > 0
            ? $"the password for `{label}` does not open it{(tried.Count > own ? $", nor does any other ({Names(tried.Where(secret => secret.Id != label))})" : "")}"
            : $"{bears}; the password{(tried.Count > 1 ? "s" : "")} given for {Names(tried)} {(tried.Count > 1 ? "do" : "does")} not open it";
        // A password that opened others is right: then the file is to blame, or it was encrypted with another one.
        var proven = tried.FirstOrDefault(secret => secret.Opened > 0 && (own == 0 ? envelope.Label is null : secret.Id == label));
        if (envelope.Oddity is { } odd) return new($"{who}; {odd.Message}: it was probably damaged there", "take it from an earlier commit");
        if (proven is not null) return new($"{who}, though the one for `{proven.Id}` opened {proven.Opened:N0} other{(proven.Opened > 1 ? "s" : "")} in this run: this one has another password, or was changed after it was encrypted", "git log on the file: who changed it last, and with what?");
        return new($"{who}: the password is wrong, or the file was changed after it was encrypted (its check value cannot tell which)", own > 0 ? "does the password open another file of the same id?" : envelope.Label is null ? "--vault-password-file FILE, with another password" : $"--vault-id {label}@SOURCE");
    }

    private static string Names(IEnumerable<VaultSecret> secrets) => string.Join(", ", secrets.Select(static secret => $"`{secret.Id}`").Distinct());
}
