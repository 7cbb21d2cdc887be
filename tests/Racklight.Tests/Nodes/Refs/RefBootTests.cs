using System.Net;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.State;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Nodes.Refs;

public sealed class RefBootTests
{
    private const string Mac = "52-54-00-20-00-02";
    private const string Question = "boot.ipxe?mac=" + Mac + "&arch=x86_64&platform=efi&stage=2";
    private const string Branch = "mac: 52:54:00:20:00:02\nboots: kvm@canary\ndisks: { data: { device: blank, label: TRIED } }\n";
    private static readonly (string, string) Kvm = ("images/kvm/image.yaml", "base: debian/bookworm\n");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("feature/x")]
    [InlineData("feature%2Fx")]
    [InlineData("refs/heads/feature/x")]
    public async Task A_ref_is_resolved_once_and_sent_on_to_its_commit(string typed)
    {
        using var git = await GitSite.GoodAsync();
        var commit = await git.PushAsync("feature/x", ("nodes/other.yaml", Branch), Kvm);
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        using var answer = await server.From("127.0.0.2").GetAsync(new Uri($"/ref/{typed}/{Question}&evil=%0Aexit", UriKind.Relative), Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location!.ToString().ShouldBe($"http://{server.Uri.Authority}/ref/{commit}/{Question}");

        var script = await server.From("127.0.0.2").GetStringAsync(answer.Headers.Location, Token);
        script.ShouldContain("racklight.node=other");
        script.ShouldContain("racklight.data=TRIED");
        IpxeLint.Check(script).ShouldBeEmpty();
        // Identity and timeline are the node's by the served site.
        var (boots, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(static e => e.Message.Contains("fetched its script", StringComparison.Ordinal)));
        boots.ShouldHaveSingleItem();
        var words = "by commit " + commit[..12];
        events.ShouldContain(e => e.Message.Contains(words, StringComparison.Ordinal));
        (await server.Database.Sessions.FindAsync(NodesServer.SessionIn(script), Token))!.SiteCommit.ShouldBe(commit);
        // The same boot gets the same bytes again, by either address.
        (await server.From("127.0.0.2").GetStringAsync(answer.Headers.Location, Token)).ShouldBe(script);
        (await server.ScriptAsync(Mac)).ShouldBe(script);
    }

    [Fact]
    public async Task The_menu_of_a_ref_leads_on_at_that_commit_and_its_secrets_are_masked()
    {
        using var git = await GitSite.GoodAsync();
        var commit = await git.PushAsync("feature/x", ("nodes/x.yaml", "mac: 52:54:00:20:00:02\nboots: menu\nsecrets: on-boot\n"), ("menu/new.yaml", "title: New entry\nboots: kvm@stable\n"), Kvm);
        var refs = git.Refs();
        await using var server = await NodesServer.StartAsync(refs: _ => refs);
        var menu = await server.From("127.0.0.2").GetStringAsync(new Uri($"/ref/{commit}/{Question}", UriKind.Relative), Token);
        menu.ShouldContain("New entry");
        menu.ShouldNotContain("Rescue system");
        menu.ShouldContain($"/ref/{commit}/boot.ipxe?mac={Mac}&entry=new");
        var chosen = await server.From("127.0.0.2").GetStringAsync(new Uri($"/ref/{commit}/{Question}&entry=new", UriKind.Relative), Token);
        (await server.Database.Sessions.FindAsync(NodesServer.SessionIn(chosen), Token))!.SiteCommit.ShouldBe(commit);
        (await refs.ReadAsync(commit, Token)).Site!.Nodes["x"].Secrets.ShouldBe("never");
    }

    [Fact]
    public async Task A_broken_ref_is_told_on_screen_and_timeline_and_nobody_else_notices()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("broken", ("nodes/r1n2.yaml", "mak: 52:54:00:20:00:02\n"), ("nodes/r1n3.yaml", "mac: none\n"));
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        var client = server.From("127.0.0.2");
        using var sent = await client.GetAsync(new Uri($"/ref/broken/{Question}", UriKind.Relative), Token);
        var script = await client.GetStringAsync(sent.Headers.Location, Token);
        script.ShouldContain("nodes/r1n2.yaml:1:1: unknown key `mak`");
        script.ShouldContain("nodes/r1n3.yaml:1:6:");
        script.ShouldNotContain("kernel ");
        IpxeLint.Check(script).ShouldBeEmpty();
        var (_, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(static e => e.Level == EventLevel.Error));
        events.Single(static e => e.Level == EventLevel.Error).Message.ShouldContain("nodes/r1n2.yaml:1:1: unknown key `mak`");
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.node=r1n2");
        using var curl = new HttpClient { BaseAddress = server.Uri };
        (await curl.GetAsync(new Uri("/ref/none/boot.ipxe", UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("none", "there is no branch, tag or commit none")]
    [InlineData("-x", "begins with a hyphen")]
    [InlineData("a..b", "two dots")]
    [InlineData("a%0Ab", "U+000A")]
    [InlineData("a%252Fb", "there is no branch, tag or commit a/b")]
    [InlineData("$%7Bnet0%7D", "is not possible here")]
    [InlineData("of-a-file", "is no commit but a blob")]
    [InlineData("eve:main", "does not say where the fork of eve is")]
    public async Task What_cannot_be_tried_is_said_on_the_screen(string typed, string reason)
    {
        using var git = await GitSite.GoodAsync();
        await git.GitAsync("tag", "of-a-file", "HEAD:site.yaml");
        await git.GitAsync("push", "-q", "--tags", "origin");
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        var script = await server.From("127.0.0.2").GetStringAsync(new Uri($"/ref/{typed}/{Question}", UriKind.Relative), Token);
        script.Replace("\necho ", " ", StringComparison.Ordinal).ShouldContain(reason);
        IpxeLint.Check(script).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_mac_the_commit_asks_who_it_is()
    {
        using var git = await GitSite.GoodAsync();
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        var commit = (await git.GitAsync("rev-parse", "HEAD")).Trim();
        (await server.From("127.0.0.2").GetStringAsync(new Uri($"/ref/{commit}/boot.ipxe", UriKind.Relative), Token)).ShouldContain($"/ref/{commit}/boot.ipxe?mac=${{mac:hexhyp}}&uuid=");
    }

    [Fact]
    public async Task Whoever_asks_too_often_waits()
    {
        await using var server = await NodesServer.StartAsync();
        var client = server.From("127.0.0.2");
        var scripts = new List<string>();
        for (var i = 0; i < 25; i++) scripts.Add(await client.GetStringAsync(new Uri($"/ref/x/{Question}", UriKind.Relative), Token));
        scripts[0].ShouldContain("no git repository");
        scripts[^1].ShouldContain("Too many refs asked for (429)");
        (await server.From("127.0.0.3").GetStringAsync(new Uri("/ref/x/boot.ipxe", UriKind.Relative), Token)).ShouldNotContain("429");
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await client.GetStringAsync(new Uri($"/ref/x/{Question}", UriKind.Relative), Token)).ShouldNotContain("429");
    }
}
