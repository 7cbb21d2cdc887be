namespace Racklight.Sites;

/// <summary>Refs of a repository on this machine, without a server.</summary>
public sealed class LocalRefs : IDisposable
{
    private readonly CommitSites _commits;
    private readonly ForkRepositories _forks;

    private LocalRefs(CommitSites commits, ForkRepositories forks, ISites sites)
    {
        (_commits, _forks) = (commits, forks);
        Refs = new SiteRefs(sites, commits, forks);
    }

    /// <summary>The refs, by the rules of what the repository's default branch, or its work tree, says.</summary>
    public ISiteRefs Refs { get; }

    /// <summary>Opens them.</summary>
    /// <param name="path">A site's directory in a git repository, or a bare repository.</param>
    /// <param name="forks">Where fetched forks are kept.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ProblemException">There is no repository.</exception>
    public static async Task<LocalRefs> OpenAsync(string path, string forks, CancellationToken cancellationToken)
    {
        var repository = GitRepository.Around(path) ?? throw new ProblemException($"{path} lies in no git repository, so it has no refs", "name another with --site DIR");
        // A site with errors in its work tree still has branches to compare; its word on forks is then not known.
        var reading = await SiteReader.ReadAsync(path, cancellationToken);
        var fetched = new ForkRepositories(forks);
        return new LocalRefs(new CommitSites(repository, fetched), fetched, new Fixed(reading.Site ?? Empty(path), reading.Problems));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _commits.Dispose();
        _forks.Dispose();
    }

    private static Site Empty(string path) => new()
    {
        Root = Path.GetFullPath(path),
        File = new SiteFile { Name = "unknown" },
        Groups = new Dictionary<string, GroupFile>(),
        Nodes = new Dictionary<string, NodeFile>(),
        Images = new Dictionary<string, ImageFile>(),
        Menu = new Dictionary<string, MenuFile>(),
    };

    private sealed class Fixed(Site site, IReadOnlyList<Problem> problems) : ISites
    {
        public Site Current => site;

        public IReadOnlyList<Problem> Problems => problems;

        public event Action? Changed
        {
            add { }
            remove { }
        }
    }
}
