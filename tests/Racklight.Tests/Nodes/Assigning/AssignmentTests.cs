using System.Net;
using System.Text;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.Nodes;
using Racklight.Nodes.Views;
using Racklight.Sites;
using Racklight.State;
using Racklight.Tests.State;

namespace Racklight.Tests.Nodes.Assigning;

/// <summary>What is assigned by hand, from the API to the script that a machine gets. r1n2 boots kvm@stable by its group, r1n3 its own disk.</summary>
public abstract class AssignmentTests
{
    private const string Mac = "52-54-00-20-00-02";
    private const string LocalMac = "52-54-00-20-00-03";
    private const string Stranger = "52-54-00-a7-31-0c";
    private const string OwnDisk = "starts from its own disk";

    // What comes with the program is known to the site's checks once the room of menus is there.
    static AssignmentTests() => _ = new Racklight.Menus.MenusFeature();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract Task<string?> DatabaseAsync();

    [Fact]
    public async Task The_script_of_a_node_follows_assign_and_release_also_within_a_boot()
    {
        await using var server = await StartAsync();
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.image=");
        (await AssignAsync(server, "r1n2", "local")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.ScriptAsync(Mac)).ShouldContain(OwnDisk);
        (await server.ScriptAsync(Mac)).ShouldContain(OwnDisk);
        (await AssignAsync(server, "r1n2", "debian-13")).Status.ShouldBe(HttpStatusCode.OK);
        var installer = await server.ScriptAsync(Mac);
        installer.ShouldContain("debian-installer");
        installer.ShouldNotContain("/started");
        (await server.ScriptAsync(Mac)).ShouldBe(installer);
        (await ReleaseAsync(server, "r1n2")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.image=");
        var (_, events) = await server.WhenAsync("r1n2", static (_, all) => all.Any(static e => e.Message.Contains("assigned by local", StringComparison.Ordinal)));
        events.ShouldContain(static e => e.Message.Contains("Debian 13", StringComparison.Ordinal) && e.Message.EndsWith("assigned by local", StringComparison.Ordinal));
        (await server.Database.Accounts.AuditTrailAsync(10, Token)).Select(static entry => $"{entry.Who}: {entry.What}").ShouldBe(["local: r1n2 is released", "local: r1n2 is assigned debian-13", "local: r1n2 is assigned local"]);
    }

    [Fact]
    public async Task Once_is_not_used_up_by_dhcp_tftp_a_script_that_was_looked_at_or_half_a_file()
    {
        await using var server = await StartAsync();
        await AssignAsync(server, "r1n3", "kvm@stable", once: true);
        var mac = MacAddress.Parse(LocalMac);
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "firmware asks") { Mac = mac, Address = IPAddress.Parse("127.0.0.2"), Begins = true, Firmware = "uefi x64" });
        server.Nodes.Saw(new Sighting(BootSteps.Loader, "snponly.efi sent by TFTP") { Mac = mac, Address = IPAddress.Parse("127.0.0.2") });
        await server.WhenAsync("r1n3", static (_, all) => all.Any(static e => e.Step == BootSteps.Loader));
        var script = await server.ScriptAsync(LocalMac);
        script.ShouldContain("racklight.node=r1n3");
        (await server.ScriptAsync(LocalMac)).ShouldBe(script);
        var client = server.From("127.0.0.2");
        var files = $"/images/{server.Images.Kvm!.Digest}";
        await client.GetByteArrayAsync(new Uri(files + "/kernel", UriKind.Relative), Token);
        using (var head = new HttpRequestMessage(HttpMethod.Head, files + "/initrd")) (await client.SendAsync(head, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using (var part = new HttpRequestMessage(HttpMethod.Get, files + "/initrd") { Headers = { Range = new(0, 99) } }) (await client.SendAsync(part, Token)).StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        // A boot that got no further: the next one gets it as well.
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "firmware asks again") { Mac = mac, Address = IPAddress.Parse("127.0.0.2"), Begins = true, Firmware = "uefi x64" });
        await server.WhenAsync("r1n3", static (boots, _) => boots.Count == 2);
        (await server.ScriptAsync(LocalMac)).ShouldContain("racklight.node=r1n3");
        (await FindAsync(server, "r1n3"))!.BootId.ShouldBe((await server.Database.Boots.BootsAsync("r1n3", 1, Token))[0].Id);
    }

    [Fact]
    public async Task Once_is_used_up_when_kernel_and_initrd_were_fetched_whole()
    {
        await using var server = await StartAsync();
        await AssignAsync(server, "r1n3", "kvm@stable", once: true);
        await server.ScriptAsync(LocalMac);
        var client = server.From("127.0.0.2");
        await client.GetByteArrayAsync(new Uri($"/images/{server.Images.Kvm!.Digest}/kernel", UriKind.Relative), Token);
        (await FindAsync(server, "r1n3")).ShouldNotBeNull();
        await client.GetByteArrayAsync(new Uri($"/images/{server.Images.Kvm!.Digest}/initrd", UriKind.Relative), Token);
        await server.WhenAsync("r1n3", static (_, all) => all.Any(static e => e.Message.Contains("assigned once by local, is used up", StringComparison.Ordinal)));
        (await FindAsync(server, "r1n3")).ShouldBeNull();
        // Who comes for a script after that was started anew.
        (await server.ScriptAsync(LocalMac)).ShouldContain(OwnDisk);
        (await server.Database.Boots.BootsAsync("r1n3", 5, Token)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Once_is_used_up_when_the_initramfs_reports_and_survives_restarts_before_and_after()
    {
        var first = await StartAsync();
        await AssignAsync(first, "r1n3", "kvm@stable", once: true);
        await first.StopAsync();
        var second = await NodesServer.StartAsync(first);
        var script = await second.ScriptAsync(LocalMac);
        script.ShouldContain("racklight.node=r1n3");
        await second.StopAsync();
        var third = await NodesServer.StartAsync(second);
        (await third.ScriptAsync(LocalMac)).ShouldBe(script);
        (await third.PostAsync(NodesServer.SessionIn(script), "events", """{"step":"initramfs","level":"info","message":"network is up"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await FindAsync(third, "r1n3")).ShouldBeNull();
        await third.StopAsync();
        await using var fourth = await NodesServer.StartAsync(third);
        (await fourth.ScriptAsync(LocalMac)).ShouldContain(OwnDisk);
    }

    [Fact]
    public async Task Once_is_used_up_when_the_installer_reads_its_answers_and_not_when_a_stranger_does()
    {
        await using var server = await StartAsync();
        server.Sites.Current = server.Sites.Current with { File = server.Sites.Current.File with { Answers = new Dictionary<string, AnswerConfig> { ["preseed.cfg"] = new() { Format = "preseed" } } } };
        await AssignAsync(server, "r1n2", "debian-13", once: true);
        var script = await server.ScriptAsync(Mac);
        IpxeLint.Check(script).ShouldBeEmpty();
        var answers = $"/boots/{SessionOf(script)}/answers/preseed.cfg";
        script.ShouldContain(answers);
        (await server.From("127.0.0.9").GetAsync(new Uri(answers, UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var client = server.From("127.0.0.2");
        using (var head = new HttpRequestMessage(HttpMethod.Head, answers)) (await client.SendAsync(head, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await FindAsync(server, "r1n2")).ShouldNotBeNull();
        var answer = await client.GetStringAsync(new Uri(answers, UriKind.Relative), Token);
        (await FindAsync(server, "r1n2")).ShouldBeNull();
        // An installer that asks again is still the same boot.
        (await client.GetStringAsync(new Uri(answers, UriKind.Relative), Token)).ShouldBe(answer);
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.image=");
    }

    [Theory]
    [InlineData("debian-13", "debian-installer")]
    [InlineData("local", OwnDisk)]
    [InlineData("menu", "choose")]
    [InlineData("elsewhere", "http://10.9.9.9/menu.ipxe")]
    public async Task Once_is_used_up_when_ipxe_tells_that_it_starts_what_it_was_given(string what, string mark)
    {
        await using var server = await StartAsync();
        await AssignAsync(server, "r1n2", what, once: true);
        var script = await server.ScriptAsync(Mac);
        script.ShouldContain(mark);
        IpxeLint.Check(script).ShouldBeEmpty();
        var started = $"/boots/{SessionOf(script)}/started";
        script.ShouldContain($"chain --autofree http://{server.Uri.Authority}{started} ||\n");
        (await server.ScriptAsync(Mac)).ShouldBe(script);
        (await server.From("127.0.0.9").GetAsync(new Uri(started, UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await FindAsync(server, "r1n2")).ShouldNotBeNull();
        (await server.From("127.0.0.2").GetStringAsync(new Uri(started, UriKind.Relative), Token)).ShouldStartWith("#!ipxe\n");
        (await FindAsync(server, "r1n2")).ShouldBeNull();
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.image=");
    }

    [Fact]
    public async Task A_restart_after_once_was_used_up_installs_no_second_time()
    {
        var first = await StartAsync();
        await AssignAsync(first, "r1n3", "debian-13", once: true);
        var script = await first.ScriptAsync(LocalMac);
        await first.From("127.0.0.2").GetStringAsync(new Uri($"/boots/{SessionOf(script)}/started", UriKind.Relative), Token);
        await first.Database.Boots.FlushAsync(Token);
        await first.StopAsync();
        await using var second = await NodesServer.StartAsync(first);
        (await second.ScriptAsync(LocalMac)).ShouldContain(OwnDisk);
    }

    [Fact]
    public async Task What_is_chosen_in_a_menu_that_was_assigned_once_belongs_to_the_same_boot()
    {
        await using var server = await StartAsync();
        await AssignAsync(server, "r1n3", "menu", once: true);
        var menu = await server.ScriptAsync(LocalMac);
        await server.From("127.0.0.2").GetStringAsync(new Uri($"/boots/{SessionOf(menu)}/started", UriKind.Relative), Token);
        (await server.ScriptAsync(LocalMac, more: "&entry=rescue")).ShouldContain("racklight.node=r1n3");
        (await server.Database.Boots.BootsAsync("r1n3", 5, Token)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_assignment_that_replaced_another_is_not_used_up_by_the_boot_of_the_first()
    {
        await using var server = await StartAsync();
        await AssignAsync(server, "r1n3", "kvm@stable", once: true);
        var session = NodesServer.SessionIn(await server.ScriptAsync(LocalMac));
        await AssignAsync(server, "r1n3", "debian-13", once: true);
        (await server.PostAsync(session, "events", """{"step":"initramfs","level":"info","message":"network is up"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await FindAsync(server, "r1n3"))!.What.ShouldBe("debian-13");
        (await server.ScriptAsync(LocalMac)).ShouldContain("debian-installer");
    }

    [Fact]
    public async Task A_machine_that_no_file_names_is_assigned_by_mac_uuid_or_serial_and_keeps_it_when_it_is_adopted()
    {
        await using var server = await StartAsync();
        const string uuid = "4c4c4544-0042-3510-8052-b4c04f564433";
        const string told = "&uuid=" + uuid + "&serial=37584b5132";
        (await AssignAsync(server, "serial:7XKQ2", "local")).Body.ShouldContain("\"serial:7xkq2\"");
        (await server.ScriptAsync(Stranger, more: told)).ShouldContain(OwnDisk);
        // Once it was seen, its serial number and UUID are known as this machine's.
        (await AssignAsync(server, uuid.ToUpperInvariant(), "debian-13")).Body.ShouldContain($"\"{Stranger}\"");
        (await server.ScriptAsync(Stranger, more: told)).ShouldContain("debian-installer");
        var view = (await server.Get<NodeQueries>().FindAsync(Stranger, Token))!;
        (view.Boots, view.Choice.Source, view.Choice.Why, view.Choice.Otherwise!.Boots).ShouldBe(("debian-13", BootChoiceSource.Assignment, "assigned by local", "menu"));
        server.Sites.Current = server.Sites.Current with { Nodes = new Dictionary<string, NodeFile>(server.Sites.Current.Nodes) { ["r1n9"] = new() { Mac = "52:54:00:a7:31:0c", Boots = "kvm@stable" } } };
        (await server.ScriptAsync(Stranger, more: told)).ShouldContain("debian-installer");
        (await ReleaseAsync(server, "52:54:00:A7:31:0C")).Body.ShouldBe($$"""{"released":["{{Stranger}}"]}""");
    }

    [Fact]
    public async Task A_group_is_each_of_its_nodes_and_each_uses_up_its_own()
    {
        await using var server = await StartAsync();
        server.Sites.Current = server.Sites.Current with { Nodes = new Dictionary<string, NodeFile>(server.Sites.Current.Nodes) { ["r1n5"] = new() { Group = "compute", Mac = "52:54:00:20:00:05" } } };
        (await PostAsync(server, "/api/assignments", """{"group":"compute","what":"rescue","once":true}""")).Status.ShouldBe(HttpStatusCode.OK);
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        await server.PostAsync(session, "events", """{"step":"initramfs","level":"info","message":"network is up"}""");
        (await server.Database.Assignments.AllAsync(Token)).Select(static one => one.Target).ShouldBe(["r1n5"]);
        (await PostAsync(server, "/api/assignments/release", """{"group":"compute"}""")).Body.ShouldBe("""{"released":["r1n5"]}""");
    }

    [Fact]
    public async Task Dhcp_speaks_to_a_node_that_boots_something_by_hand_and_is_silent_for_one_that_is_told_its_disk()
    {
        await using var server = await StartAsync();
        bool Answers(string mac) => server.Nodes.BootsFromNetwork(MacAddress.Parse(mac), null);
        (Answers(LocalMac), Answers(Mac)).ShouldBe((false, true));
        await AssignAsync(server, "r1n3", "kvm@stable");
        await AssignAsync(server, "r1n2", "local");
        (Answers(LocalMac), Answers(Mac)).ShouldBe((true, false));
        // Once: its own disk too must be told to the machine, or it would never be used up.
        await AssignAsync(server, "r1n2", "local", once: true);
        Answers(Mac).ShouldBeTrue();
        await ReleaseAsync(server, "r1n3");
        Answers(LocalMac).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"nodes":["r1n22"],"what":"kvm@stable"}""", 422, "neither the site nor the record of machines knows `r1n22`, did you mean `r1n2`?")]
    [InlineData("""{"nodes":["r1n2"],"what":"kmv@stable"}""", 422, "there is no image `kmv`, did you mean `kvm@stable`?")]
    [InlineData("""{"nodes":["r1n2"],"what":"debain-13"}""", 422, "did you mean `debian-13`?")]
    [InlineData("""{"nodes":["r1n2"],"what":"http://10.9.9.9/x"}""", 422, "a URL can be booted from a menu entry only")]
    [InlineData("""{"nodes":["r1n2","r1n22","01:00:5e:00:00:01:02"],"what":"nope"}""", 422, "there is no image or menu entry `nope`\nneither")]
    [InlineData("""{"group":"comptue","what":"local"}""", 422, "there is no group `comptue`, did you mean `compute`?")]
    [InlineData("""{"what":"local"}""", 400, "nodes (a list of names) or group")]
    [InlineData("""{"nodes":[7],"what":"local"}""", 400, "nodes (a list of names) or group")]
    [InlineData("""{"nodes":["r1n2"],"group":"compute","what":"local"}""", 400, "nodes (a list of names) or group")]
    [InlineData("""{"nodes":["r1n2"]}""", 400, "and what")]
    [InlineData("[]", 400, "not a JSON object")]
    public async Task What_cannot_be_assigned_is_refused_whole_with_the_reason(string json, int status, string reason)
    {
        await using var server = await StartAsync();
        var answer = await PostAsync(server, "/api/assignments", json);
        ((int)answer.Status).ShouldBe(status);
        System.Text.RegularExpressions.Regex.Unescape(answer.Body.Replace("\\u0060", "`", StringComparison.Ordinal)).ShouldContain(reason);
        (await server.Database.Assignments.AllAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_not_assigned_cannot_be_released_and_an_image_that_was_never_built_not_assigned()
    {
        await using var server = await StartAsync();
        (await ReleaseAsync(server, "r1n2")).ShouldSatisfyAllConditions(static answer => answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), static answer => answer.Body.ShouldContain("nothing is assigned to r1n2: it boots by the site"));
        server.Images.Kvm = null;
        (await AssignAsync(server, "r1n2", "kvm@canary")).Body.ShouldContain("there is no image kvm@canary yet");
    }

    private async Task<NodesServer> StartAsync() => await NodesServer.StartAsync(databaseUrl: await DatabaseAsync());

    private static async Task<Assignment?> FindAsync(NodesServer server, string node) => (await server.Database.Assignments.AllAsync(Token)).SingleOrDefault(one => one.Target == node);

    private static Task<(HttpStatusCode Status, string Body)> AssignAsync(NodesServer server, string node, string what, bool once = false)
        => PostAsync(server, "/api/assignments", $$"""{"nodes":["{{node}}"],"what":"{{what}}","once":{{(once ? "true" : "false")}}}""");

    private static Task<(HttpStatusCode Status, string Body)> ReleaseAsync(NodesServer server, string node) => PostAsync(server, "/api/assignments/release", $$"""{"nodes":["{{node}}"]}""");

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(NodesServer server, string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await server.From("127.0.0.1").PostAsync(new Uri(path, UriKind.Relative), content, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static string SessionOf(string script)
    {
        var at = script.IndexOf("/boots/", StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0, script);
        return script.Substring(at + 7, 32);
    }
}

public sealed class SqliteAssignmentTests : AssignmentTests
{
    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);
}

public sealed class PostgresAssignmentTests(PostgresServer server) : AssignmentTests
{
    protected override async Task<string?> DatabaseAsync() => await server.NewDatabaseAsync(Token);
}
