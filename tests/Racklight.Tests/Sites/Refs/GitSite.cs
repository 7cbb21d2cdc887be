using Racklight.App;
using Racklight.Sites;

namespace Racklight.Tests.Sites.Refs;

/// <summary>A bare repository with a work tree that pushes to it, as people work with one; made by git itself.</summary>
internal sealed class GitSite : IDisposable
{
    public const string GoodSite = "site: test\nunknown: menu\n";
    public const string GoodNode = "mac: 52:54:00:20:00:01\nboots: local\n";

    private GitSite(string directory) => (Directory, Bare, Work) = (directory, Path.Combine(directory, "site.git"), Path.Combine(directory, "work"));

    public string Directory { get; }

    public string Bare { get; }

    public string Work { get; }

    public string Forks => Path.Combine(Directory, "state", "forks");

    /// <summary>An empty bare repository and a work tree beside it.</summary>
    public static async Task<GitSite> EmptyAsync()
    {
        if (!File.Exists("/usr/bin/git"))
        {
            Environment.GetEnvironmentVariable("CI").ShouldNotBe("true", "git is not installed");
            Assert.Skip("git is not installed");
        }
        var site = new GitSite(System.IO.Directory.CreateTempSubdirectory("racklight-refs-").FullName);
        await site.RunAsync(site.Directory, "init", "-q", "--bare", "-b", "main", "site.git");
        await site.RunAsync(site.Directory, "init", "-q", "-b", "main", "work");
        await site.GitAsync("remote", "add", "origin", site.Bare);
        return site;
    }

    /// <summary>A site with one node on main, pushed.</summary>
    public static async Task<GitSite> GoodAsync(string siteYaml = GoodSite)
    {
        var site = await EmptyAsync();
        await site.PushAsync("main", ("site.yaml", siteYaml), ("nodes/r1n1.yaml", GoodNode));
        return site;
    }

    /// <summary>Runs git in the work tree.</summary>
    public Task<string> GitAsync(params string[] arguments) => RunAsync(Work, arguments);

    /// <summary>Runs git in the bare repository.</summary>
    public Task<string> BareAsync(params string[] arguments) => RunAsync(Bare, arguments);

    /// <summary>Writes files, commits them on a branch (made from where the work tree is), and pushes it.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> PushAsync(string branch, params (string Path, string Text)[] files)
    {
        await GitAsync("checkout", "-q", "-B", branch);
        foreach (var (path, text) in files) Write(path, text);
        await GitAsync("add", "-A");
        await GitAsync("commit", "-q", "--allow-empty", "-m", "a change of " + branch);
        await GitAsync("push", "-q", "-f", "origin", branch);
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    public void Write(string path, string text)
    {
        var full = Path.Combine(Work, path);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>The refs of the bare repository, by the rules of what it serves.</summary>
    public SiteRefs Refs(Site? served = null)
    {
        var commits = new CommitSites(new GitRepository(Bare, ""), new ForkRepositories(Forks));
        return new SiteRefs(new Served(served ?? commits.ReadHeadAsync(CancellationToken.None).GetAwaiter().GetResult().Require()), commits, new ForkRepositories(Forks));
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    /// <summary>Runs git somewhere, with input.</summary>
    public Task<string> RunAsync(string directory, string[] arguments, string? input)
        => ProcessRunner.RequireAsync(
            new ProcessSpec("git", ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "protocol.file.allow=always", .. arguments])
            {
                Directory = directory,
                Input = input,
                Environment = new Dictionary<string, string?> { ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_DIR"] = null, ["GIT_WORK_TREE"] = null, ["GIT_INDEX_FILE"] = null },
            },
            TestContext.Current.CancellationToken);

    private Task<string> RunAsync(string directory, params string[] arguments) => RunAsync(directory, arguments, null);

    private sealed class Served(Site site) : ISites
    {
        public Site Current => site;

        public IReadOnlyList<Problem> Problems => [];

        public event Action? Changed
        {
            add { }
            remove { }
        }
    }
}
