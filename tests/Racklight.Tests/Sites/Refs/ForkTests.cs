using System.Net;
using System.Net.Sockets;
using Racklight.Sites;

namespace Racklight.Tests.Sites.Refs;

public sealed class ForkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_forks_branch_is_fetched_read_and_never_protected_and_the_sites_repository_stays_as_it_was()
    {
        using var fork = await GitSite.GoodAsync();
        var commit = await fork.PushAsync("feature/x", ("nodes/r1n7.yaml", "mac: 52:54:00:20:00:07\nsecrets: on-boot\n"));
        using var git = await GitSite.GoodAsync($"site: test\nrefs: {{ remotes: {{ alice: {fork.Bare}, '*': '{Path.GetDirectoryName(fork.Bare)}/{{user}}.git' }} }}\n");
        var refs = git.Refs();
        var resolved = await refs.ResolveAsync("alice:feature/x", Token);
        resolved.Commit.ShouldBe(commit);
        resolved.FullName.ShouldBe("alice:refs/heads/feature/x");
        var site = (await refs.ReadAsync(commit, Token)).Require();
        site.Protected.ShouldBeFalse();
        site.Nodes["r1n7"].Secrets.ShouldBe("never");
        (await refs.ResolveAsync("site:feature/x", Token)).Commit.ShouldBe(commit);
        (await git.BareAsync("for-each-ref")).ShouldNotContain("feature/x");
        await Should.ThrowAsync<Exception>(() => git.BareAsync("cat-file", "-e", commit));
        // A push to the fork is seen by the next question.
        var next = await fork.PushAsync("feature/x", ("nodes/r1n8.yaml", "mac: 52:54:00:20:00:08\n"));
        (await refs.ResolveAsync("alice:feature/x", Token)).Commit.ShouldBe(next);
        (await refs.ReadAsync(next, Token)).Require().Nodes.Keys.ShouldContain("r1n8");
    }

    [Fact]
    public async Task A_fork_or_branch_that_is_not_there_is_told()
    {
        using var fork = await GitSite.GoodAsync();
        using var git = await GitSite.GoodAsync($"site: test\nrefs: {{ remotes: {{ alice: {fork.Bare}, bob: {fork.Directory}/none.git }} }}\n");
        var refs = git.Refs();
        (await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync("alice:none", Token))).Message.ShouldContain("alice's fork has no branch none");
        (await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync("bob:main", Token))).Message.ShouldContain("bob's fork cannot be fetched");
        (await Should.ThrowAsync<ProblemException>(() => refs.ResolveAsync("eve:main", Token))).Message.ShouldContain("does not say where the fork of eve is");
    }

    [Fact]
    public async Task A_fork_that_stalls_ends_in_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var git = await GitSite.GoodAsync();
        using var forks = new ForkRepositories(git.Forks) { FetchLimit = TimeSpan.FromSeconds(1) };
        var problem = await Should.ThrowAsync<ProblemException>(() => forks.FetchAsync($"git://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/site.git", RefName.Parse("alice:main"), Token));
        problem.Message.ShouldContain("did not send main within 1 s");
        problem.ExitCode.ShouldBe(ExitCodes.Outside);
    }

    [Fact]
    public async Task A_fork_larger_than_allowed_is_cut_off()
    {
        using var fork = await GitSite.GoodAsync();
        var random = new byte[3 << 20];
        new Random(1).NextBytes(random);
        await File.WriteAllBytesAsync(Path.Combine(fork.Work, "big.bin"), random, Token);
        await fork.PushAsync("big");
        using var git = await GitSite.GoodAsync();
        using var forks = new ForkRepositories(git.Forks) { LargestPack = 1 << 20 };
        (await Should.ThrowAsync<ProblemException>(() => forks.FetchAsync(fork.Bare, RefName.Parse("alice:big"), Token))).Message.ShouldContain("is larger than 1 MiB");
        (await forks.FetchAsync(fork.Bare, RefName.Parse("alice:main"), Token)).Length.ShouldBe(40);
    }
}
