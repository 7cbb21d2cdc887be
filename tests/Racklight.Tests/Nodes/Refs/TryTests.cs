using System.Net;
using System.Text;
using Racklight.Nodes.Refs;
using Racklight.State;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Nodes.Refs;

public sealed class TryTests
{
    private const string Mac = "52-54-00-20-00-02";
    private static readonly (string, string)[] Branch = [("nodes/tried.yaml", "mac: 52:54:00:20:00:02\nboots: kvm@canary\n"), ("images/kvm/image.yaml", "base: debian/bookworm\n")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_try_for_one_boot_is_used_up_when_the_initramfs_reports_and_not_before()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("feature/x", Branch);
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        (await PutAsync(server, "r1n2", """{"ref":"feature/x","once":true}""")).Status.ShouldBe(HttpStatusCode.OK);
        var first = await server.ScriptAsync(Mac);
        first.ShouldContain("racklight.node=tried");
        // A push in mid-boot: the boot that has begun goes on as it began.
        await git.PushAsync("feature/x", ("nodes/tried.yaml", "mac: 52:54:00:20:00:02\nboots: local\n"));
        (await server.ScriptAsync(Mac)).ShouldBe(first);
        (await server.Database.Tries.FindAsync("r1n2", Token)).ShouldNotBeNull();
        (await server.PostAsync(NodesServer.SessionIn(first), "events", """{"step":"initramfs","level":"info","message":"network is up"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await server.Database.Tries.FindAsync("r1n2", Token)).ShouldBeNull();
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.node=r1n2");
        var (boots, _) = await server.WhenAsync("r1n2", static (all, _) => all.Count == 2);
        (await server.Database.Boots.EventsAsync(boots[1].Id, Token)).ShouldContain(static e => e.Message.Contains("the try of feature/x is used up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_try_for_one_boot_is_used_up_when_kernel_and_initrd_were_fetched_whole()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("feature/x", Branch);
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        await PutAsync(server, "r1n2", """{"ref":"feature/x","once":true}""");
        await server.ScriptAsync(Mac);
        var client = server.From("127.0.0.2");
        await client.GetByteArrayAsync(new Uri($"/images/{server.Images.Kvm!.Digest}/kernel", UriKind.Relative), Token);
        await client.GetByteArrayAsync(new Uri($"/images/{server.Images.Kvm!.Digest}/initrd", UriKind.Relative), Token);
        await server.WhenAsync("r1n2", static (_, all) => all.Any(static e => e.Message.Contains("is used up", StringComparison.Ordinal)));
        (await server.Database.Tries.FindAsync("r1n2", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task A_try_without_once_follows_its_branch_until_it_is_ended_also_across_a_restart()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("feature/x", Branch);
        var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        await PutAsync(server, "r1n3", """{"ref":"feature/x"}""");
        // By the served site this one boots from its disk, and the network is silent: a try makes it speak.
        server.Get<Tries>().Has("r1n3").ShouldBeTrue();
        server.Nodes.BootsFromNetwork(MacAddress.Parse("52:54:00:20:00:03"), null).ShouldBeTrue();
        await PutAsync(server, "r1n2", """{"ref":"feature/x"}""");
        await server.StopAsync();
        await using var next = await NodesServer.StartAsync(server, _ => git.Refs());
        var script = await next.ScriptAsync(Mac);
        (await next.PostAsync(NodesServer.SessionIn(script), "events", """{"step":"initramfs","level":"info","message":"network is up"}""")).ShouldBe(HttpStatusCode.NoContent);
        await git.PushAsync("feature/x", ("nodes/tried.yaml", "mac: 52:54:00:20:00:02\nboots: local\n"));
        (await next.ScriptAsync(Mac)).ShouldContain("tried starts from its own disk");
        using var gone = await next.From("127.0.0.1").DeleteAsync(new Uri("/api/nodes/r1n2/try", UriKind.Relative), Token);
        gone.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await next.ScriptAsync(Mac)).ShouldContain("racklight.node=r1n2");
        (await next.Database.Accounts.AuditTrailAsync(10, Token)).ShouldContain(static entry => entry.What.StartsWith("r1n2 tries feature/x", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_tried_is_refused_when_it_is_asked_for_and_told_when_it_breaks_later()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("feature/x", Branch);
        await git.PushAsync("broken", ("nodes/r1n2.yaml", "mak: 1\n"));
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        (await PutAsync(server, "r1n2", """{"ref":"none"}""")).ShouldSatisfyAllConditions(answer => answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), answer => answer.Body.ShouldContain("no branch, tag or commit none"));
        (await PutAsync(server, "r1n2", """{"ref":"broken"}""")).Body.ShouldContain("nodes/r1n2.yaml:1:1");
        (await PutAsync(server, "r9n9", """{"ref":"feature/x"}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PutAsync(server, "r1n2", """{"once":true}""")).Status.ShouldBe(HttpStatusCode.BadRequest);
        await PutAsync(server, "r1n2", """{"ref":"feature/x"}""");
        await git.BareAsync("branch", "-D", "feature/x");
        var script = await server.ScriptAsync(Mac);
        script.ShouldContain("feature/x cannot be tried");
        script.ShouldContain("racklight node try r1n2 --end");
        (await server.ScriptAsync("52-54-00-20-00-03", "127.0.0.3")).ShouldContain("sanboot");
    }

    [Fact]
    public async Task A_try_goes_before_an_assignment_and_does_not_use_it_up()
    {
        using var git = await GitSite.GoodAsync();
        await git.PushAsync("feature/x", Branch);
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        using var assignment = new StringContent("""{"nodes":["r1n2"],"what":"local","once":true}""", Encoding.UTF8, "application/json");
        using var assigned = await server.From("127.0.0.1").PostAsync(new Uri("/api/assignments", UriKind.Relative), assignment, Token);
        assigned.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PutAsync(server, "r1n2", """{"ref":"feature/x","once":true}""")).Status.ShouldBe(HttpStatusCode.OK);

        var tried = await server.ScriptAsync(Mac);
        tried.ShouldContain("racklight.node=tried");
        (await server.PostAsync(NodesServer.SessionIn(tried), "events", """{"step":"initramfs","level":"info","message":"network is up"}""")).ShouldBe(HttpStatusCode.NoContent);

        (await server.Database.Tries.FindAsync("r1n2", Token)).ShouldBeNull();
        (await server.ScriptAsync(Mac)).ShouldContain("starts from its own disk");
    }

    private static async Task<(HttpStatusCode Status, string Body)> PutAsync(NodesServer server, string node, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await server.From("127.0.0.1").PutAsync(new Uri($"/api/nodes/{node}/try", UriKind.Relative), content, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
