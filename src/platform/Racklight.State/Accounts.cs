namespace Racklight.State;

/// <summary>A local user of the dashboard and the administrative API.</summary>
/// <param name="Name">The name to log in with.</param>
/// <param name="PasswordHash">As the login code formats it (PBKDF2 with its parameters); never the password.</param>
/// <param name="Created">When.</param>
public sealed record UserAccount(string Name, string PasswordHash, DateTimeOffset Created);

/// <summary>A token for the CLI or a script.</summary>
/// <param name="Id">Its public part.</param>
/// <param name="User">Whose it is.</param>
/// <param name="SecretHash">SHA-256 (hex) of the secret part.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Created">When.</param>
/// <param name="Expires">When it ends.</param>
public sealed record ApiToken(string Id, string User, string SecretHash, string Description, DateTimeOffset Created, DateTimeOffset? Expires);

/// <summary>Something an administrator, or the server on its own, did or refused.</summary>
/// <param name="At">When.</param>
/// <param name="Who">User, token or machine.</param>
/// <param name="What">One line.</param>
public sealed record AuditEntry(DateTimeOffset At, string Who, string What);

/// <summary>Users, tokens and the audit trail.</summary>
public interface IAccountStore
{
    /// <summary>Adds or replaces a user.</summary>
    Task PutUserAsync(UserAccount user, CancellationToken cancellationToken);

    /// <summary>The user of that name, or null.</summary>
    Task<UserAccount?> FindUserAsync(string name, CancellationToken cancellationToken);

    /// <summary>All users.</summary>
    Task<IReadOnlyList<UserAccount>> UsersAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a user and its tokens; false when there was none.</summary>
    Task<bool> DeleteUserAsync(string name, CancellationToken cancellationToken);

    /// <summary>Adds a token.</summary>
    Task PutTokenAsync(ApiToken token, CancellationToken cancellationToken);

    /// <summary>The token of that public part, or null.</summary>
    Task<ApiToken?> FindTokenAsync(string id, CancellationToken cancellationToken);

    /// <summary>All tokens.</summary>
    Task<IReadOnlyList<ApiToken>> TokensAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a token; false when there was none.</summary>
    Task<bool> DeleteTokenAsync(string id, CancellationToken cancellationToken);

    /// <summary>Adds to the audit trail (kept to its newest 100,000 entries).</summary>
    Task AuditAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The audit trail, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditTrailAsync(int limit, CancellationToken cancellationToken);
}
