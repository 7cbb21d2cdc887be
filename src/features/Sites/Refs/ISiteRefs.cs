namespace Racklight.Sites;

/// <summary>A ref and the commit that it is now.</summary>
/// <param name="Ref">As typed.</param>
/// <param name="FullName"><c>refs/heads/main</c>, <c>alice:refs/heads/main</c>, or the commit again.</param>
/// <param name="Commit">Its commit: 40 hexadecimal digits.</param>
public sealed record ResolvedRef(string Ref, string FullName, string Commit);

/// <summary>Sites at any ref (DESIGN §5): a ref is resolved to a commit once, and everything after that names the commit.</summary>
public interface ISiteRefs
{
    /// <summary>
    /// The commit of a branch, a tag, a commit's name or its beginning (7 digits at least), or <c>user:branch</c> of a fork that the served
    /// site's <c>refs.remotes</c> allows; the latter is fetched.
    /// </summary>
    /// <exception cref="ProblemException">
    /// There is no such ref, it is no commit, its name is not possible, it is not allowed, git failed or took too long; the problem says which.
    /// </exception>
    Task<ResolvedRef> ResolveAsync(string text, CancellationToken cancellationToken);

    /// <summary>
    /// The site at a commit, or its errors with file, line and column. <see cref="Site.Protected"/> is true only for what a protected ref is now;
    /// of any other commit the secrets are masked. Kept in memory: the same commit is read once.
    /// </summary>
    /// <param name="commit">40 hexadecimal digits, as <see cref="ResolveAsync"/> gave them.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ProblemException">There is no such commit here, or git failed or took too long.</exception>
    Task<SiteReading> ReadAsync(string commit, CancellationToken cancellationToken);
}
