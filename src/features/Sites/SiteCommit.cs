using Racklight.App;

namespace Racklight.Sites;

/// <summary>Asks git which commit a site is.</summary>
internal static class SiteCommit
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>
    /// 40 hexadecimal digits, with <c>+</c> behind them when files differ from the commit; null outside git, before the first
    /// commit, or without git installed.
    /// </summary>
    public static async Task<(string? Commit, Problem? Problem)> FindAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            // Reading HEAD runs nothing that the repository's owner wrote, so it is safe in a repository of another user.
            var head = await Git(root, cancellationToken, "-c", $"safe.directory={TopOf(root)}", "rev-parse", "--verify", "--quiet", "HEAD");
            var commit = head.Output.Trim();
            if (!head.Succeeded || commit.Length < 40) return (null, null);
            // `status` may run the repository's own filters and monitors: only where git itself trusts the owner.
            var status = await Git(root, cancellationToken, "-c", "core.fsmonitor=false", "--no-optional-locks", "status", "--porcelain", "--untracked-files=normal", "--", ".");
            if (status.Succeeded) return (status.Output.Length == 0 ? commit : commit + "+", null);
            return (commit + "+", new Problem("git does not say whether the site's files differ from the commit: another user owns the repository")
            {
                Severity = Severity.Warning,
                Hint = $"git config --global --add safe.directory {root}",
            });
        }
        catch (ProblemException)
        {
            return (null, null);
        }
    }

    /// <summary>The directory that holds <c>.git</c>: what safe.directory must name.</summary>
    private static string TopOf(string root)
    {
        for (var directory = root; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (Path.Exists(Path.Combine(directory, ".git"))) return directory;
        }
        return root;
    }

    private static Task<ProcessResult> Git(string root, CancellationToken cancellationToken, params string[] arguments)
        => ProcessRunner.RunAsync(new ProcessSpec("git", ["-C", root, .. arguments])
        {
            Limit = Limit,
            // The caller's own GIT_DIR (a hook, a rebase) is about another repository.
            Environment = new Dictionary<string, string?> { ["GIT_DIR"] = null, ["GIT_WORK_TREE"] = null, ["GIT_INDEX_FILE"] = null, ["LC_ALL"] = "C" },
        }, cancellationToken);
}
