namespace Racklight.State;

/// <summary>A boot session (DESIGN §6): opened when a script is handed out, bound to the machine, the same bytes for every repeat.</summary>
/// <param name="Id">32 hexadecimal digits, random.</param>
/// <param name="BootId">The boot that it belongs to.</param>
/// <param name="Node">The node's name or MAC with hyphens.</param>
/// <param name="Mac">The machine's address, with colons.</param>
/// <param name="Address">The IP address that may use it.</param>
/// <param name="Opened">When.</param>
public sealed record BootSession(string Id, long BootId, string Node, string Mac, string Address, DateTimeOffset Opened)
{
    /// <summary>The image's digest, if it boots one.</summary>
    public string? Image { get; init; }

    /// <summary>The script that was handed out, so that a repeat gets the same bytes.</summary>
    public string? Script { get; init; }

    /// <summary>The commit of the site that it was made from, when the machine asked for a ref; null: the site that is served.</summary>
    public string? SiteCommit { get; init; }

    /// <summary>SHA-256 (hex) of the credential that the machine made for itself at boot.</summary>
    public string? CredentialHash { get; init; }

    /// <summary>When it ended ("done", live for its limit, or replaced).</summary>
    public DateTimeOffset? Closed { get; init; }
}

/// <summary>Keeps boot sessions across restarts of the server.</summary>
public interface ISessionStore
{
    /// <summary>Stores a new session; durable when it completes.</summary>
    Task OpenAsync(BootSession session, CancellationToken cancellationToken);

    /// <summary>Replaces what is stored of a session.</summary>
    Task UpdateAsync(BootSession session, CancellationToken cancellationToken);

    /// <summary>The session of that id, or null.</summary>
    Task<BootSession?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The newest session of that machine that is not closed, or null.</summary>
    Task<BootSession?> OpenSessionOfAsync(string mac, CancellationToken cancellationToken);

    /// <summary>Keeps what a session's answer files are made of, at most 1 Mi characters; apart from the session, which is read at every request.</summary>
    /// <exception cref="ProblemException">It is longer.</exception>
    Task KeepAnswersAsync(string id, string answers, CancellationToken cancellationToken);

    /// <summary>What was kept for a session, or null.</summary>
    Task<string?> AnswersAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes sessions opened before that time, except the open one of a boot that is live: its machine still reports with it.</summary>
    Task SweepAsync(DateTimeOffset openedBefore, CancellationToken cancellationToken);
}
