using System.Globalization;
using Racklight.App;

namespace Racklight.Sites;

/// <summary>An object of a repository.</summary>
/// <param name="Id">Its whole name.</param>
/// <param name="Type"><c>commit</c>, <c>tree</c>, <c>blob</c> or <c>tag</c>.</param>
internal sealed record GitObject(string Id, string Type)
{
    /// <summary>
    /// Looks objects up. Names go in by standard input, so that none can be taken for an option; only names of objects are given, never of
    /// refs, which git would look for in several places.
    /// </summary>
    /// <returns>One answer a name; null for one that names nothing, or several objects.</returns>
    public static async Task<IReadOnlyList<GitObject?>> LookAsync(GitRepository repository, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        var call = Git.Call(repository.GitDirectory, null, "cat-file", "--batch-check=%(objectname) %(objecttype)") with { Input = string.Concat(names.Select(static name => name + "\n")) };
        var result = await ProcessRunner.RunAsync(call, cancellationToken);
        // An ambiguous name is told with its candidates on standard error, and as "ambiguous" here.
        var lines = result.Output.Split('\n');
        return [.. names.Select((_, i) => i < lines.Length ? Read(lines[i]) : null)];
    }

    private static GitObject? Read(string line)
        => line.Split(' ') is [var id, "commit" or "tree" or "blob" or "tag"] parts && RefName.IsWholeCommit(id) ? new GitObject(id, parts[1]) : null;

    /// <summary>What the ids of some refs are, by whole name; those that do not exist are missing.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="names">Whole names: <c>refs/heads/main</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyDictionary<string, string>> RefsAsync(GitRepository repository, IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0) return new Dictionary<string, string>();
        // for-each-ref, since it matches whole names only: elsewhere `refs/heads/main` also finds refs/heads/refs/heads/main, which anybody can push.
        var result = await Git.ReadAsync(repository, cancellationToken, ["for-each-ref", "--format=%(refname) %(objectname)", "--", .. names]);
        if (!result.Succeeded) throw Unreadable(repository, result);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in result.Output.Split('\n'))
        {
            if (line.Split(' ') is [var name, var id] && names.Contains(name) && RefName.IsWholeCommit(id)) found[name] = id;
        }
        return found;
    }

    /// <summary>What git says when it cannot read a repository.</summary>
    public static ProblemException Unreadable(GitRepository repository, ProcessResult result)
    {
        var said = result.Error.Trim().Split('\n')[0];
        return new ProblemException(string.Create(CultureInfo.InvariantCulture, $"git cannot read {repository.GitDirectory} (exit code {result.ExitCode}): {(said.Length > 200 ? said[..200] : said)}"), $"git --git-dir={repository.GitDirectory} fsck", ExitCodes.Outside);
    }
}
