namespace Racklight.Sites;

/// <summary>Sites at any ref, by the rules of the site that is served.</summary>
/// <param name="sites">The site that is served: its word alone decides which refs are protected and which forks are allowed.</param>
/// <param name="commits">Reads commits; null when the site lies in no repository.</param>
/// <param name="forks">Fetches forks.</param>
internal sealed class SiteRefs(ISites sites, CommitSites? commits, ForkRepositories? forks) : ISiteRefs
{
    /// <inheritdoc/>
    public async Task<ResolvedRef> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        var name = RefName.Parse(text);
        if (name.User is not null) return await ForkAsync(name, cancellationToken);
        if (name.Name == "HEAD") return await HeadAsync(name, cancellationToken);
        if (name.IsCommit) return await CommitAsync(name, cancellationToken);
        var own = Commits.Own;
        string[] names = name.Name.StartsWith("refs/", StringComparison.Ordinal) ? [name.Name]
            : [$"refs/heads/{name.Name}", $"refs/tags/{name.Name}", $"refs/remotes/origin/{name.Name}", $"refs/{name.Name}"];
        var found = await GitObject.RefsAsync(own, names, cancellationToken);
        foreach (var full in names)
        {
            if (found.TryGetValue(full, out var id)) return new ResolvedRef(text, full, await PeelAsync(own, id, full, cancellationToken));
        }
        if (name.MayAbbreviate) return await AbbreviatedAsync(name, cancellationToken);
        throw await UnknownAsync(name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<SiteReading> ReadAsync(string commit, CancellationToken cancellationToken)
    {
        if (!RefName.IsWholeCommit(commit)) throw new ProblemException("a commit is 40 hexadecimal digits in lower case");
        var trusted = (await ProtectedAsync(cancellationToken)).Contains(commit);
        return await Commits.ReadAsync(commit, masked: !trusted, cancellationToken);
    }

    private CommitSites Commits => commits ?? throw new ProblemException($"the site {sites.Current.Root} is no git repository, so it has no refs", "git init, git add, git commit; then serve it", ExitCodes.Usage);

    /// <summary>What protected refs are at this moment. An older commit of theirs is not among them: it may hold what was taken back for a reason.</summary>
    private async Task<IReadOnlySet<string>> ProtectedAsync(CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (await Commits.DefaultBranchAsync(cancellationToken) is { } branch) names.Add(branch);
        foreach (var name in sites.Current.File.Refs.Protected)
        {
            if (RefName.Fault(name) is null) names.Add(name.StartsWith("tags/", StringComparison.Ordinal) ? "refs/" + name : "refs/heads/" + name);
        }
        var tips = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in (await GitObject.RefsAsync(Commits.Own, names, cancellationToken)).Values)
        {
            if ((await GitObject.LookAsync(Commits.Own, [id + "^{}"], cancellationToken))[0] is { Type: "commit" } tip) tips.Add(tip.Id);
        }
        // With a detached HEAD what it names is served, so it is trusted.
        if (names.Count == 0 || (await Commits.DefaultBranchAsync(cancellationToken)) is null)
        {
            if (await Commits.HeadAsync(cancellationToken) is { } head) tips.Add(head);
        }
        return tips;
    }

    private async Task<ResolvedRef> HeadAsync(RefName name, CancellationToken cancellationToken)
        => await Commits.HeadAsync(cancellationToken) is { } head
            ? new ResolvedRef(name.Text, await Commits.DefaultBranchAsync(cancellationToken) ?? head, head)
            : throw new ProblemException($"{Commits.Own.GitDirectory} is empty: nothing is committed there yet", "git commit, or git push to it, then try again", ExitCodes.NotSo);

    private async Task<ResolvedRef> CommitAsync(RefName name, CancellationToken cancellationToken)
    {
        if (await Commits.HolderAsync(name.Name, cancellationToken) is not null) return new ResolvedRef(name.Text, name.Name, name.Name);
        if ((await GitObject.LookAsync(Commits.Own, [name.Name], cancellationToken))[0] is { } other)
        {
            return new ResolvedRef(name.Text, name.Name, await PeelAsync(Commits.Own, other.Id, name.Name, cancellationToken));
        }
        throw new ProblemException($"there is no commit {name.Name} in the site's repository", "push it; of a fork, ask for user:branch", ExitCodes.NotSo);
    }

    private async Task<ResolvedRef> AbbreviatedAsync(RefName name, CancellationToken cancellationToken)
    {
        // ^{commit} also leaves out files and folders whose names begin alike.
        var result = await Git.ReadAsync(Commits.Own, cancellationToken, "rev-parse", "--verify", "--quiet", "--end-of-options", name.Name + "^{commit}");
        if (result.Succeeded && RefName.IsWholeCommit(result.Output.Trim()) && result.Output.StartsWith(name.Name, StringComparison.OrdinalIgnoreCase)) return new ResolvedRef(name.Text, result.Output.Trim(), result.Output.Trim());
        var all = await Git.ReadAsync(Commits.Own, cancellationToken, "rev-parse", "--disambiguate=" + name.Name);
        var ids = all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(RefName.IsWholeCommit).Take(100).ToList();
        var found = (await GitObject.LookAsync(Commits.Own, ids, cancellationToken)).OfType<GitObject>().Where(static found => found.Type == "commit").ToList();
        if (found.Count > 1) throw new ProblemException($"{name.Name} is the beginning of {found.Count} commits: {string.Join(", ", found.Take(4).Select(found => found.Id[..Math.Min(name.Name.Length + 4, 40)]))}", "give more of its digits", ExitCodes.NotSo);
        if (found.Count == 0 && ids.Count > 0) throw new ProblemException($"{name.Name} is no commit but {Article((await GitObject.LookAsync(Commits.Own, ids, cancellationToken))[0]?.Type ?? "blob")}", "name a branch, a tag or a commit", ExitCodes.NotSo);
        throw await UnknownAsync(name, cancellationToken);
    }

    private async Task<ResolvedRef> ForkAsync(RefName name, CancellationToken cancellationToken)
    {
        if (RemoteAddress.Of(sites.Current.File.Refs, name.User!) is not { } remote || forks is null)
        {
            throw new ProblemException($"the site does not say where the fork of {name.User} is", $"refs: {{ remotes: {{ {name.User}: https://SERVER/{name.User}/site.git }} }} in site.yaml", ExitCodes.NotSo);
        }
        var id = await forks.FetchAsync(remote, name, cancellationToken);
        return await Commits.HolderAsync(id, cancellationToken) is not null
            ? new ResolvedRef(name.Text, $"{name.User}:refs/heads/{name.Name}", id)
            : throw new ProblemException($"{name.Text} is no commit", "name a branch of the fork", ExitCodes.NotSo);
    }

    private static async Task<string> PeelAsync(GitRepository repository, string id, string full, CancellationToken cancellationToken)
    {
        var end = (await GitObject.LookAsync(repository, [id + "^{}"], cancellationToken))[0]
            ?? throw new ProblemException($"{full} names an object that the repository does not hold", $"git --git-dir={repository.GitDirectory} fsck", ExitCodes.Outside);
        return end.Type == "commit" ? end.Id : throw new ProblemException($"{full} is no commit but {Article(end.Type)}, so there is no site in it", "name a branch, a tag of a commit, or a commit", ExitCodes.NotSo);
    }

    private async Task<ProblemException> UnknownAsync(RefName name, CancellationToken cancellationToken)
    {
        if (await Commits.HeadAsync(cancellationToken) is null) return new ProblemException($"there is no {name.Name}: {Commits.Own.GitDirectory} is empty, nothing is committed there yet", "git commit, or git push to it, then try again", ExitCodes.NotSo);
        var all = await Git.ReadAsync(Commits.Own, cancellationToken, "for-each-ref", "--count=500", "--sort=-creatordate", "--format=%(refname:lstrip=2)", "--", "refs/heads", "refs/tags");
        var names = all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(static known => RefName.Fault(known) is null).ToList();
        var near = Racklight.Yaml.NearestWord.Of(name.Name, names);
        return new ProblemException($"there is no branch, tag or commit {name.Name} in the site's repository{(near is null ? "" : $", did you mean {near}?")}", near is null && names.Count > 0 ? "one of " + string.Join(", ", names.Take(8)) : "push it first", ExitCodes.NotSo);
    }

    private static string Article(string type) => type == "tree" ? "a tree (a folder)" : type == "blob" ? "a blob (a file)" : "a " + type;
}
