using Racklight.Sites.Checks;

namespace Racklight.Sites;

/// <summary>Reads a site once.</summary>
public static class SiteReader
{
    /// <summary>What may be named that no file of the site describes: the room of menus puts it here when the program starts.</summary>
    public static IMenuCatalog? Catalog { get; set; }

    /// <summary>Reads the files; <see cref="Site.Commit"/> stays null. Never throws for what is in them.</summary>
    public static SiteReading Read(string path)
    {
        var root = Path.GetFullPath(path);
        if (root.Length > 1) root = root.TrimEnd('/');
        if (!Directory.Exists(root))
        {
            return new SiteReading(null, [new Problem(File.Exists(root) ? $"{path} is a file, not a site's directory" : $"there is no directory {path}") { Hint = "name the directory that holds site.yaml, or make one: racklight site init DIR" }]);
        }
        if (!File.Exists(Path.Combine(root, "site.yaml")))
        {
            var misnamed = File.Exists(Path.Combine(root, "site.yml"));
            return new SiteReading(null, [new Problem($"there is no site.yaml in {root}") { Hint = misnamed ? "mv site.yml site.yaml" : "name a site's directory, or make one: racklight site init DIR" }]);
        }
        return Read(root, new DirectoryFiles(root));
    }

    /// <summary>Reads a site's files wherever they come from.</summary>
    /// <param name="root">Where the site is, as people know it.</param>
    /// <param name="files">The files.</param>
    internal static SiteReading Read(string root, ISiteFiles files)
    {
        var loader = new SiteLoader(root, files);
        var draft = loader.Load();
        var problems = loader.Problems.Concat(SiteChecks.All.SelectMany(check => check.Check(draft))).Concat(Catalog?.Check(draft.Menu) ?? [])
            .OrderBy(static problem => problem.File == "site.yaml" ? "" : problem.File, StringComparer.Ordinal)
            .ThenBy(static problem => problem.Line).ThenBy(static problem => problem.Column)
            .ToList();
        if (draft.Site.Value is null || problems.Any(static problem => problem.Severity == Severity.Error)) return new SiteReading(null, problems);
        return new SiteReading(new Site
        {
            Root = root,
            Files = files,
            File = draft.Site.Value,
            Groups = Values(draft.Groups),
            Nodes = Values(draft.Nodes),
            Images = Values(draft.Images),
            Menu = Values(draft.Menu),
        }, problems);
    }

    /// <summary>The directory whose files git may change under a site: its repository's work tree, the bare repository itself, or only the site's directory outside git.</summary>
    public static string TreeOf(string path)
    {
        var root = Path.GetFullPath(path);
        return GitRepository.Around(root) is not { } repository || repository.GitDirectory == root.TrimEnd('/') ? root : Path.GetDirectoryName(repository.GitDirectory)!;
    }

    /// <summary>Reads the files and asks git which commit they are; of a bare repository, what its default branch holds.</summary>
    public static async Task<SiteReading> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        if (GitRepository.Bare(path) is { } bare)
        {
            using var commits = new CommitSites(bare, forks: null);
            return await commits.ReadHeadAsync(cancellationToken);
        }
        var reading = Read(path);
        if (reading.Site is null) return reading;
        var (commit, problem) = await SiteCommit.FindAsync(reading.Site.Root, cancellationToken);
        return new SiteReading(reading.Site with { Commit = commit }, problem is null ? reading.Problems : [.. reading.Problems, problem]);
    }

    private static Dictionary<string, T> Values<T>(IReadOnlyDictionary<string, SourceFile<T>> files) where T : class
        => files.ToDictionary(static file => file.Key, static file => file.Value.Value!, StringComparer.Ordinal);
}
