using System.Net;
using Racklight.Sites;
using Racklight.State;
using Racklight.Tests.Nodes;
using Racklight.Tests.Sites;
using Racklight.Tests.Sites.Refs;

namespace Racklight.Tests.Answers;

public sealed class ServedAnswerTests
{
    private const string Mac = "52-54-00-20-00-02";

    [Fact]
    public async Task An_answer_is_served_to_its_session_the_same_each_time_whatever_the_site_became()
    {
        using var files = TemporarySite.Good().Write("answers/ks.cfg", "# {{ node.name }} of {{ values.rack }}, session {{ boot.session }}\nrootpw --lock\nautopart\n");
        await using var server = await NodesServer.StartAsync();
        Take(server, files, "one");
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        var first = await server.From("127.0.0.2").GetStringAsync(Path(session, "ks.cfg"));
        first.ShouldStartWith($"# r1n2 of one, session {session}\n");
        Take(server, files, "two");
        files.Write("answers/ks.cfg", "something else");
        (await server.From("127.0.0.2").GetStringAsync(Path(session, "ks.cfg"))).ShouldBe(first);
        var (_, events) = await server.WhenAsync("r1n2", static (_, all) => all.Any(e => e.Message.Contains("ks.cfg handed out", StringComparison.Ordinal)));
        events.ShouldAllBe(e => e.Level == EventLevel.Info);
    }

    [Fact]
    public async Task A_server_restarted_in_mid_boot_serves_the_same_bytes()
    {
        using var files = TemporarySite.Good().Write("answers/ks.cfg", "# {{ values.rack }}\nrootpw --lock\nautopart\n");
        var before = await NodesServer.StartAsync();
        Take(before, files, "one");
        var session = NodesServer.SessionIn(await before.ScriptAsync(Mac));
        var first = await before.From("127.0.0.2").GetStringAsync(Path(session, "ks.cfg"));
        await before.StopAsync();
        await using var server = await NodesServer.StartAsync(before);
        Take(server, files, "two");
        (await server.From("127.0.0.2").GetStringAsync(Path(session, "ks.cfg"))).ShouldBe(first);
    }

    [Fact]
    public async Task Another_machine_an_unknown_session_and_an_unknown_file_get_nothing()
    {
        using var files = TemporarySite.Good().Write("answers/ks.cfg", "rootpw --lock\nautopart\n");
        await using var server = await NodesServer.StartAsync();
        Take(server, files, "one");
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        (await StatusAsync(server, "127.0.0.9", session, "ks.cfg")).ShouldBe(HttpStatusCode.Forbidden);
        (await StatusAsync(server, "127.0.0.2", new string('0', 32), "ks.cfg")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(server, "127.0.0.2", session, "network-config")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(server, "127.0.0.2", session, "..%2fsite.yaml")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_answer_with_errors_is_not_handed_out_and_the_timeline_says_why()
    {
        using var files = TemporarySite.Good().Write("answers/ks.cfg", "rootpw --lock\nautopart\n%packages\n");
        await using var server = await NodesServer.StartAsync();
        Take(server, files, "one");
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        using var response = await server.From("127.0.0.2").GetAsync(Path(session, "ks.cfg"));
        response.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await response.Content.ReadAsStringAsync()).ShouldContain("answers/ks.cfg:3:1: error: the section %packages is never closed");
        await server.WhenAsync("r1n2", static (_, all) => all.Any(e => e.Level == EventLevel.Error && e.Message.Contains("answers/ks.cfg:3:1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_branch_brings_its_own_templates_and_they_see_no_secret()
    {
        using var git = await GitSite.GoodAsync();
        const string Node = "mac: 52:54:00:20:00:02\nboots: kvm@stable\nsecrets: on-boot\nanswers: { ks.cfg: { format: kickstart }, other.cfg: { format: text, template: secret } }\n";
        var commit = await git.PushAsync(
            "feature/x",
            ("nodes/branch.yaml", Node),
            ("images/kvm/image.yaml", "base: debian/bookworm\n"),
            ("answers/ks.cfg", "# {{ node.name }} by the branch\nrootpw --lock\nautopart\n"),
            ("answers/secret", "{{ secrets.root_password }}"));
        await using var server = await NodesServer.StartAsync(refs: _ => git.Refs());
        var script = await server.From("127.0.0.2").GetStringAsync(new Uri($"/ref/{commit}/boot.ipxe?mac={Mac}&arch=x86_64&platform=efi&stage=2", UriKind.Relative));
        var session = NodesServer.SessionIn(script);
        (await server.From("127.0.0.2").GetStringAsync(Path(session, "ks.cfg"))).ShouldStartWith("# branch by the branch\n");
        using var refused = await server.From("127.0.0.2").GetAsync(Path(session, "other.cfg"));
        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("this ref is not protected: it sees no secret");
        await server.WhenAsync("r1n2", static (_, all) => all.Any(e => e.Level == EventLevel.Error && e.Message.Contains("other.cfg is not handed out", StringComparison.Ordinal)));
    }

    private static void Take(NodesServer server, TemporarySite files, string rack)
    {
        var site = server.Sites.Current;
        server.Sites.Current = site with
        {
            Root = files.Root,
            Files = new DirectoryFiles(files.Root),
            File = site.File with { Answers = new Dictionary<string, AnswerConfig> { ["ks.cfg"] = new() { Format = "kickstart" } }, Values = new Dictionary<string, System.Text.Json.JsonElement> { ["rack"] = System.Text.Json.JsonDocument.Parse($"\"{rack}\"").RootElement } },
        };
    }

    private static Uri Path(string session, string file) => new($"/boots/{session}/answers/{file}", UriKind.Relative);

    private static async Task<HttpStatusCode> StatusAsync(NodesServer server, string from, string session, string file)
    {
        using var response = await server.From(from).GetAsync(Path(session, file));
        return response.StatusCode;
    }
}
