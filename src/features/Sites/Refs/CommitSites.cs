using Racklight.App;

namespace Racklight.Sites;

/// <summary>Reads sites out of commits and keeps the newest used ones. A commit never changes, so neither does what was read of it.</summary>
/// <param name="own">The site's repository.</param>
/// <param name="forks">Fetched forks; null where none are used.</param>
internal sealed class CommitSites(GitRepository own, ForkRepositories? forks) : IDisposable
{
    private const int Kept = 32;
    private const int LargestFile = 1 << 20;
    private const long MostBytes = 64 << 20;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<Loaded>> _loaded = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _order = new();
    private readonly SemaphoreSlim _readers = new(2);

    /// <summary>The site's repository.</summary>
    public GitRepository Own => own;

    /// <summary>What the default branch holds now.</summary>
    /// <exception cref="ProblemException">The repository is empty, or git failed.</exception>
    public async Task<SiteReading> ReadHeadAsync(CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken) ?? throw new ProblemException(
            $"{own.GitDirectory} has no commit on {await DefaultBranchAsync(cancellationToken) ?? "its default branch"} yet",
            $"git push {own.GitDirectory} main, and if the branch has another name: git --git-dir={own.GitDirectory} symbolic-ref HEAD refs/heads/NAME");
        return await ReadAsync(head, masked: false, cancellationToken);
    }

    /// <summary>The commit of HEAD; null before the first one.</summary>
    public async Task<string?> HeadAsync(CancellationToken cancellationToken)
    {
        var head = await Git.ReadAsync(own, cancellationToken, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}");
        if (head.Succeeded && RefName.IsWholeCommit(head.Output.Trim())) return head.Output.Trim();
        return head.ExitCode == 1 ? null : throw GitObject.Unreadable(own, head);
    }

    /// <summary>The branch that HEAD names: <c>refs/heads/main</c>; null for a detached HEAD.</summary>
    public async Task<string?> DefaultBranchAsync(CancellationToken cancellationToken)
    {
        var head = await Git.ReadAsync(own, cancellationToken, "symbolic-ref", "--quiet", "HEAD");
        return head.Succeeded && head.Output.Trim() is var name && name.StartsWith("refs/heads/", StringComparison.Ordinal) ? name : null;
    }

    /// <summary>The site at a commit.</summary>
    /// <param name="commit">Its whole name.</param>
    /// <param name="masked">Without its secrets.</param>
    /// <param name="cancellationToken">Gives up waiting; the reading goes on for others.</param>
    public async Task<SiteReading> ReadAsync(string commit, bool masked, CancellationToken cancellationToken)
    {
        Task<Loaded> task;
        lock (_lock)
        {
            // A reading that failed for reasons outside the commit is tried again.
            if (!_loaded.TryGetValue(commit, out task!) || task.IsFaulted || task.IsCanceled)
            {
                if (task is not null) _order.Remove(commit);
                _loaded[commit] = task = Task.Run(() => LoadAsync(commit), CancellationToken.None);
            }
            else
            {
                _order.Remove(commit);
            }
            _order.AddFirst(commit);
            if (_order.Count > Kept)
            {
                _loaded.Remove(_order.Last!.Value);
                _order.RemoveLast();
            }
        }
        var loaded = await task.WaitAsync(cancellationToken);
        return masked ? loaded.Masked : loaded.Whole;
    }

    /// <summary>The repository that holds a commit: the site's, else a fetched fork.</summary>
    public async Task<GitRepository?> HolderAsync(string commit, CancellationToken cancellationToken)
    {
        foreach (var repository in (IEnumerable<GitRepository>)[own, .. forks?.All(own.Prefix) ?? []])
        {
            if ((await GitObject.LookAsync(repository, [commit], cancellationToken))[0] is { Type: "commit" }) return repository;
        }
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _readers.Dispose();

    private async Task<Loaded> LoadAsync(string commit)
    {
        await _readers.WaitAsync();
        try
        {
            var repository = await HolderAsync(commit, CancellationToken.None)
                ?? throw new ProblemException($"there is no commit {commit} here", "push it to the site's repository; of a fork, ask for user:branch", ExitCodes.NotSo);
            CommitTree tree;
            try
            {
                tree = await CommitTree.ReadAsync(repository, commit, CancellationToken.None);
            }
            catch (ProblemException e) when (e.ExitCode == ExitCodes.Usage)
            {
                // The commit itself is at fault: that is what was read of it.
                return new Loaded(new SiteReading(null, e.Problems));
            }
            if (!tree.Files.ContainsKey("site.yaml"))
            {
                var where = repository.Prefix.Length > 0 ? $" below {repository.Prefix}" : "";
                return new Loaded(new SiteReading(null, [new Problem($"there is no site.yaml in commit {commit[..12]}{where}") { Hint = "push a commit that has one; racklight site init makes a site to start from" }]));
            }
            var files = new CommitFiles(repository, tree);
            try
            {
                files.Prepare(tree.Files.Keys.Where(IsOfTheSite).Order(StringComparer.Ordinal), LargestFile, MostBytes);
            }
            catch (Racklight.Yaml.BoundedFileException e)
            {
                throw new ProblemException($"the files of commit {commit[..12]} cannot be read: {e.Message}", $"git --git-dir={repository.GitDirectory} fsck", ExitCodes.Outside, e);
            }
            var reading = SiteReader.Read(own.GitDirectory, files);
            files.Forget();
            return new Loaded(reading with { Site = reading.Site is { } site ? site with { Commit = commit } : null });
        }
        finally
        {
            _readers.Release();
        }
    }

    private static bool IsOfTheSite(string path)
        => path.EndsWith(".yaml", StringComparison.Ordinal) && (path == "site.yaml" || path.StartsWith("groups/", StringComparison.Ordinal) || path.StartsWith("nodes/", StringComparison.Ordinal) || path.StartsWith("images/", StringComparison.Ordinal) || path.StartsWith("menu/", StringComparison.Ordinal));

    /// <summary>A commit as read, whole and without its secrets; one object each, so that what is worked out of a site can be kept by it.</summary>
    private sealed record Loaded(SiteReading Whole)
    {
        public SiteReading Masked { get; } = Whole with { Site = Whole.Site?.Masked() };
    }
}
