using Racklight.Sites;

namespace Racklight.Tests.Sites.Refs;

public sealed class SiteRefsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Branches_tags_and_commits_lead_to_their_commit()
    {
        using var git = await GitSite.GoodAsync();
        var main = (await git.GitAsync("rev-parse", "HEAD")).Trim();
        var feature = await git.PushAsync("feature/x", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\n"));
        await git.GitAsync("tag", "light", main);
        await git.GitAsync("tag", "-a", "-m", "of a tag", "inner", main);
        await git.GitAsync("tag", "-a", "-m", "of a tag", "outer", "inner");
        await git.GitAsync("push", "-q", "--tags", "origin");
        var refs = git.Refs();
        foreach (var (text, commit) in new[] { ("main", main), ("HEAD", main), ("feature/x", feature), ("refs/heads/feature/x", feature), ("light", main), ("outer", main), (feature, feature), (feature.ToUpperInvariant(), feature), (feature[..9], feature) })
        {
            (await refs.ResolveAsync(text, Token)).Commit.ShouldBe(commit, text);
        }
        (await refs.ReadAsync(feature, Token)).Require().Nodes.Keys.ShouldBe(["r1n1", "r1n2"], ignoreOrder: true);
        (await refs.ReadAsync(main, Token)).Require().Nodes.Keys.ShouldBe(["r1n1"]);
        (await refs.ReadAsync(main, Token)).Site.ShouldBeSameAs((await refs.ReadAsync(main, Token)).Site);
        (await refs.ReadAsync(main, Token)).Site!.Commit.ShouldBe(main);
    }

    [Fact]
    public async Task What_is_no_commit_is_told_as_what_it_is()
    {
        using var git = await GitSite.GoodAsync();
        await git.GitAsync("tag", "of-a-file", "HEAD:site.yaml");
        await git.GitAsync("tag", "of-a-folder", "HEAD:nodes");
        await git.GitAsync("push", "-q", "--tags", "origin");
        var blob = (await git.GitAsync("rev-parse", "HEAD:site.yaml")).Trim();
        var refs = git.Refs();
        foreach (var (text, reason) in new[]
        {
            ("of-a-file", "no commit but a blob"), ("of-a-folder", "no commit but a tree"), (blob, "no commit but a blob"), (blob[..10], "no commit but a blob"),
            ("mian", "did you mean main?"), ("none", "no branch, tag or commit none"), (new string('0', 40), "there is no commit"), ("0000000", "no branch, tag or commit"),
            ("refs/heads/none", "no branch"), ("bob:main", "does not say where the fork of bob is"),
        })
        {
            (await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync(text, Token), text)).Message.ShouldContain(reason);
        }
    }

    [Fact]
    public async Task An_empty_repository_says_so()
    {
        using var git = await GitSite.EmptyAsync();
        var refs = git.Refs(new Racklight.Tests.Nodes.FakeSites().Current);
        (await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync("main", Token))).Message.ShouldContain("is empty");
        (await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync("HEAD", Token))).Message.ShouldContain("is empty");
        (await Should.ThrowAsync<ProblemException>(() => SiteReader.ReadAsync(git.Bare, Token))).Message.ShouldContain("no commit on refs/heads/main");
    }

    [Fact]
    public async Task A_ref_that_only_git_itself_would_find_in_a_second_place_is_not_found()
    {
        using var git = await GitSite.GoodAsync("site: test\nrefs: { protected: [release] }\n");
        var hostile = await git.PushAsync("feature", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\nsecrets: on-boot\n"));
        // git would take refs/heads/refs/heads/release for refs/heads/release.
        await git.GitAsync("push", "-q", "origin", "feature:refs/heads/refs/heads/release");
        var refs = git.Refs();
        await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync("release", Token));
        (await refs.ReadAsync(hostile, Token)).Require().Protected.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_what_protected_refs_are_now_sees_secrets()
    {
        const string Node = "mac: 52:54:00:20:00:01\nsecrets: on-boot\n";
        using var git = await GitSite.GoodAsync("site: test\nrefs: { protected: [release, tags/v1] }\n");
        var old = (await git.GitAsync("rev-parse", "HEAD")).Trim();
        var main = await git.PushAsync("main", ("nodes/r1n1.yaml", Node));
        var tag = await git.PushAsync("main2", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\nsecrets: on-boot\n"));
        await git.GitAsync("tag", "-a", "-m", "v1", "v1");
        await git.GitAsync("push", "-q", "origin", "v1");
        var release = await git.PushAsync("release", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:03\nsecrets: on-boot\n"));
        // A ref that says of itself that it is protected is not: the served site's word counts.
        var claims = await git.PushAsync("claims", ("site.yaml", "site: test\nrefs: { protected: [claims, release] }\n"));
        var refs = git.Refs();
        foreach (var commit in new[] { main, tag, release })
        {
            var site = (await refs.ReadAsync(commit, Token)).Require();
            site.Protected.ShouldBeTrue();
            site.Nodes["r1n1"].Secrets.ShouldBe("on-boot");
        }
        var masked = (await refs.ReadAsync(claims, Token)).Require();
        masked.Protected.ShouldBeFalse();
        masked.Nodes.Values.ShouldAllBe(node => node.Secrets == "never");
        (await refs.ReadAsync(old, Token)).Require().Protected.ShouldBeFalse();
        // What was merged is protected from then on, though it was read before.
        await git.GitAsync("push", "-q", "-f", "origin", "claims:release");
        (await refs.ReadAsync(claims, Token)).Require().Nodes["r1n1"].Secrets.ShouldBe("on-boot");
        (await refs.ReadAsync(release, Token)).Require().Protected.ShouldBeFalse();
    }

    [Fact]
    public async Task A_replaced_object_keeps_what_its_name_promises()
    {
        using var git = await GitSite.GoodAsync();
        var main = (await git.GitAsync("rev-parse", "HEAD")).Trim();
        var evil = await git.PushAsync("evil", ("nodes/r1n9.yaml", "mac: 52:54:00:20:00:09\n"));
        await git.GitAsync("replace", main, evil);
        await git.GitAsync("push", "-q", "origin", $"refs/replace/{main}");
        (await git.Refs().ReadAsync(main, Token)).Require().Nodes.Keys.ShouldBe(["r1n1"]);
    }

    [Fact]
    public async Task The_errors_of_a_broken_ref_have_file_line_and_column()
    {
        using var git = await GitSite.GoodAsync();
        var broken = await git.PushAsync("broken", ("nodes/r1n2.yaml", "mak: 52:54:00:20:00:02\n"), ("groups/a.yaml", "boots: none@stable\n"));
        var reading = await git.Refs().ReadAsync(broken, Token);
        reading.Site.ShouldBeNull();
        // The same texts as for a directory.
        reading.Problems.Select(static problem => problem.ToString()).ShouldBe(SiteReader.Read(git.Work).Problems.Select(static problem => problem.ToString()));
        reading.Problems.ShouldContain(static problem => problem.File == "nodes/r1n2.yaml" && problem.Line == 1 && problem.Column == 1 && problem.Source == "mak: 52:54:00:20:00:02");
    }

    [Fact]
    public async Task Links_submodules_and_huge_files_are_refused_with_their_reason_and_the_rest_is_read()
    {
        using var git = await GitSite.GoodAsync("site: test\ntrust: { ssh-keys: [keys/link.pub, keys/sub/a.pub, keys/huge.pub] }\n");
        System.IO.Directory.CreateDirectory(Path.Combine(git.Work, "keys"));
        File.CreateSymbolicLink(Path.Combine(git.Work, "keys/link.pub"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(git.Work, "nodes/r1n3.yaml"), "r1n1.yaml");
        await git.GitAsync("update-index", "--add", "--cacheinfo", $"160000,{new string('1', 40)},keys/sub");
        var commit = await PushIndexAsync(git, "links", ("keys/huge.pub", new string('x', 100_000)), ("nodes/r1n4.yaml", "# " + new string('x', 1_100_000)), ("docs/huge.bin", new string('x', 3_000_000)));
        var said = string.Join('\n', (await git.Refs(new Racklight.Tests.Nodes.FakeSites().Current).ReadAsync(commit, Token)).Problems);
        said.ShouldContain("`keys/link.pub` cannot be read from a commit: it is a link");
        said.ShouldContain("`keys/sub/a.pub` cannot be read from a commit: keys/sub is a submodule");
        said.ShouldContain("keys/huge.pub cannot be read: it is larger than 65,536 bytes");
        said.ShouldContain("nodes/r1n3.yaml: error: this file cannot be read: it is a link, and links are not followed in a commit");
        said.ShouldContain("nodes/r1n4.yaml: error: this file cannot be read: it is larger than 1,048,576 bytes");
        said.ShouldNotContain("docs/huge.bin");
        said.ShouldNotContain("root:");
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".git")]
    public async Task A_tree_whose_names_lead_out_of_it_is_refused(string name)
    {
        using var git = await GitSite.GoodAsync();
        var blob = (await git.BareAsync("rev-parse", "main:nodes/r1n1.yaml")).Trim();
        var site = (await git.BareAsync("rev-parse", "main:site.yaml")).Trim();
        // A tree's entries as bytes: mode, name, NUL, 20 bytes of id; git mktree would refuse these names.
        var file = Path.Combine(git.Directory, "tree");
        var bytes = new List<byte>();
        foreach (var (entry, id) in new[] { (name, blob), ("site.yaml", site) }.OrderBy(static pair => pair.Item1, StringComparer.Ordinal)) bytes.AddRange([.. System.Text.Encoding.UTF8.GetBytes($"100644 {entry}\0"), .. Convert.FromHexString(id)]);
        await File.WriteAllBytesAsync(file, [.. bytes], Token);
        var tree = (await git.BareAsync("hash-object", "-t", "tree", "--literally", "-w", file)).Trim();
        var commit = (await git.BareAsync("commit-tree", "-m", "evil", tree)).Trim();
        var reading = await git.Refs().ReadAsync(commit, Token);
        reading.Site.ShouldBeNull();
        reading.Problems.ShouldHaveSingleItem().Message.ShouldContain("leads out of it");
    }

    [Fact]
    public async Task A_commit_without_a_site_says_so()
    {
        using var git = await GitSite.GoodAsync();
        await git.GitAsync("rm", "-q", "site.yaml");
        var commit = await PushIndexAsync(git, "empty");
        (await git.Refs().ReadAsync(commit, Token)).Problems.ShouldHaveSingleItem().Message.ShouldContain("there is no site.yaml in commit");
    }

    [Fact]
    public async Task A_site_below_its_repositorys_top_is_read_there()
    {
        using var git = await GitSite.EmptyAsync();
        var commit = await git.PushAsync("main", ("sites/lab/site.yaml", GitSite.GoodSite), ("sites/lab/nodes/r1n1.yaml", GitSite.GoodNode), ("sites/other/site.yaml", "sit: wrong\n"));
        using var local = await LocalRefs.OpenAsync(Path.Combine(git.Work, "sites/lab"), git.Forks, Token);
        (await local.Refs.ReadAsync((await local.Refs.ResolveAsync("main", Token)).Commit, Token)).Require().Nodes.Keys.ShouldBe(["r1n1"]);
        (await local.Refs.ResolveAsync("main", Token)).Commit.ShouldBe(commit);
    }

    [Fact]
    public async Task Nothing_that_the_repository_brings_is_run_and_nothing_is_written_to_it()
    {
        using var git = await GitSite.GoodAsync();
        var canary = Path.Combine(git.Directory, "ran");
        foreach (var hook in new[] { "post-checkout", "reference-transaction", "pre-auto-gc" })
        {
            var path = Path.Combine(git.Bare, "hooks", hook);
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\ntouch {canary}\n", Token);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        await git.BareAsync("config", "core.fsmonitor", $"touch {canary}");
        await git.BareAsync("config", "core.pager", $"touch {canary}");
        File.Delete(canary);
        var before = Files(git.Bare);
        var refs = git.Refs();
        (await refs.ReadAsync((await refs.ResolveAsync("main", Token)).Commit, Token)).Require();
        File.Exists(canary).ShouldBeFalse();
        Files(git.Bare).ShouldBe(before);

        static List<string> Files(string directory) => [.. System.IO.Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private static async Task<string> PushIndexAsync(GitSite git, string branch, params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            git.Write(path, text);
            await git.GitAsync("add", path);
        }
        // Not all: a submodule that stands in the index only would be taken for deleted.
        foreach (var link in new[] { "keys/link.pub", "nodes/r1n3.yaml" })
        {
            if (new FileInfo(Path.Combine(git.Work, link)).LinkTarget is not null) await git.GitAsync("add", link);
        }
        await git.GitAsync("checkout", "-q", "-B", branch);
        await git.GitAsync("commit", "-q", "-m", "a change");
        await git.GitAsync("push", "-q", "origin", branch);
        return (await git.GitAsync("rev-parse", "HEAD")).Trim();
    }
}
