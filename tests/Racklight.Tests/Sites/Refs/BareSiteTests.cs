using Microsoft.Extensions.Time.Testing;
using Racklight.Sites;

namespace Racklight.Tests.Sites.Refs;

public sealed class BareSiteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_to_a_bare_repository_is_live_and_a_broken_one_keeps_the_last_good_site()
    {
        using var git = await GitSite.GoodAsync();
        // The clock stands still: only the kernel tells.
        using var watcher = SiteWatcher.Open(git.Bare, new FakeTimeProvider());
        var changes = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        watcher.Changed += () => changes.Writer.TryWrite(true);
        watcher.Current.Root.ShouldBe(git.Bare);
        await watcher.StartAsync(Token);

        var good = await git.PushAsync("main", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\n"));
        await changes.Reader.ReadAsync(Token);
        watcher.Current.Nodes.Keys.ShouldBe(["r1n1", "r1n2"], ignoreOrder: true);
        watcher.Current.Commit.ShouldBe(good);
        watcher.Current.Protected.ShouldBeTrue();

        await git.PushAsync("main", ("nodes/r1n2.yaml", "mak: 52:54:00:20:00:02\n"));
        await changes.Reader.ReadAsync(Token);
        watcher.Current.Commit.ShouldBe(good);
        watcher.Problems.ShouldContain(static problem => problem.File == "nodes/r1n2.yaml" && problem.Line == 1);

        var mended = await git.PushAsync("main", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:22\n"));
        await changes.Reader.ReadAsync(Token);
        watcher.Current.Commit.ShouldBe(mended);
        watcher.Problems.ShouldBeEmpty();
        await watcher.StopAsync(Token);
    }

    [Fact]
    public async Task Another_branch_moves_nothing_and_packed_refs_are_followed()
    {
        using var git = await GitSite.GoodAsync();
        var time = new FakeTimeProvider();
        using var watcher = SiteWatcher.Open(git.Bare, time);
        var changes = System.Threading.Channels.Channel.CreateUnbounded<bool>();
        watcher.Changed += () => changes.Writer.TryWrite(true);
        await watcher.StartAsync(Token);
        await git.PushAsync("feature", ("nodes/r1n2.yaml", "mac: 52:54:00:20:00:02\n"));
        await git.BareAsync("pack-refs", "--all");
        var merged = await git.PushAsync("main");
        await changes.Reader.ReadAsync(Token);
        changes.Reader.TryRead(out _).ShouldBeFalse();
        watcher.Current.Commit.ShouldBe(merged);
        await watcher.StopAsync(Token);
    }

    [Fact]
    public async Task A_bare_repository_is_checked_and_shown_like_a_directory()
    {
        using var git = await GitSite.GoodAsync();
        var reading = await SiteReader.ReadAsync(git.Bare, Token);
        reading.Require().Commit.ShouldBe((await git.GitAsync("rev-parse", "HEAD")).Trim());
        reading.Site!.Files.Directory.ShouldBeNull();
    }

    [Fact]
    public async Task Keys_are_read_out_of_the_commit()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("main", ("site.yaml", "site: test\ntrust: { ssh-keys: [keys/ops.pub] }\n"), ("keys/ops.pub", TemporarySite.Key));
        var site = (await SiteReader.ReadAsync(git.Bare, Token)).Require();
        System.Text.Encoding.UTF8.GetString(site.Files.Read("keys/../keys/ops.pub")).ShouldBe(TemporarySite.Key);
        Should.Throw<Racklight.Yaml.BoundedFileException>(() => site.Files.Read("../../etc/passwd")).Message.ShouldContain("outside the site");
    }

    [Fact]
    public async Task Bootloaders_need_a_directory()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("main", ("site.yaml", "site: test\nbootloaders: loaders\n"), ("loaders/x", "x"));
        Should.Throw<ProblemException>(() => SiteWatcher.Open(git.Bare, TimeProvider.System)).Message.ShouldContain("cannot be served out of a bare repository");
    }
}
