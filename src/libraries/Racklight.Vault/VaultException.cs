namespace Racklight.Vault;

/// <summary>Something that a vault's user can act on. The message follows "FILE: " and says why, in one sentence without a full stop.</summary>
public abstract class VaultException : Exception
{
    private protected VaultException(string message, string? hint) : base(message) => Hint = hint;

    /// <summary>What to try, or null.</summary>
    public string? Hint { get; }
}

/// <summary>A text is no vault, or is damaged in a way that shows without any password.</summary>
public sealed class VaultFormatException(string message, int line = 0, int column = 0, string? hint = null) : VaultException(message, hint)
{
    /// <summary>The line of the vault's text, from 1; 0 when the fault has no place.</summary>
    public int Line { get; } = line;

    /// <summary>The column, from 1; 0 when the whole line is meant.</summary>
    public int Column { get; } = column;
}

/// <summary>
/// No password opened a vault. The check value (HMAC-SHA256 by a key that comes from the password) does not tell a wrong password
/// from a changed byte: the message says only what is certain.
/// </summary>
public sealed class VaultPasswordException(string message, string? hint = null) : VaultException(message, hint);
