namespace Racklight.Vault;

/// <summary>What <c>--vault-id</c> says: a vault id and where its password comes from.</summary>
/// <param name="Id">The vault id; <see cref="VaultKeyring.DefaultId"/> when none was said.</param>
/// <param name="Source">A file, a script, or <c>prompt</c>.</param>
/// <param name="Named">True when the id was said: only then do client scripts get it.</param>
public sealed record VaultIdentity(string Id, string Source, bool Named)
{
    /// <summary>The longest vault id.</summary>
    public const int LongestId = 255;

    /// <summary>True when the password is asked for at the terminal.</summary>
    public bool IsPrompt => Source is "prompt" or "prompt_ask_vault_pass";

    /// <summary>Reads <c>label@source</c> or <c>source</c>.</summary>
    /// <exception cref="VaultFormatException">The label cannot stand in a vault's header.</exception>
    public static VaultIdentity Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at <= 0) return new VaultIdentity(VaultKeyring.DefaultId, at < 0 ? text : text[1..], Named: false);
        CheckId(text[..at]);
        return new VaultIdentity(text[..at], text[(at + 1)..], Named: true);
    }

    /// <summary>Refuses an id that would not come back out of a vault's header.</summary>
    /// <exception cref="VaultFormatException">It is empty or too long, or holds a <c>;</c>, blanks around it, or what is no printable ASCII.</exception>
    public static void CheckId(string id)
    {
        var why = id.Length == 0 ? "is empty"
            : id.Length > LongestId ? $"is longer than {LongestId} characters"
            : id.Contains(';', StringComparison.Ordinal) ? "holds a `;`, which separates the fields of a vault's header"
            : id.AsSpan().ContainsAnyExceptInRange(' ', '~') ? "holds what is no printable ASCII, and Ansible would take the file for plain text"
            : id.Trim().Length != id.Length ? "has a blank at its beginning or end" : null;
        if (why is not null) throw new VaultFormatException($"the vault id `{(id.Length > 60 ? id[..57] + "..." : id)}` {why}", hint: "letters, digits, `-`, `_` and `.`");
    }
}
