using System.Net;
using System.Security.Cryptography;
using System.Text;
using Racklight.Nodes;
using Racklight.State;

namespace Racklight.Tests.Nodes;

public sealed class SessionTests
{
    private const string Mac = "52-54-00-20-00-02";
    private static readonly string Credential = new('a', 64);

    [Fact]
    public async Task A_whole_boot_is_one_timeline_in_order()
    {
        await using var server = await NodesServer.StartAsync();
        var mac = MacAddress.Parse(FakeSites.NamedMac);
        var address = IPAddress.Parse("127.0.0.2");
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "DISCOVER by firmware") { Mac = mac, Begins = true, Firmware = "uefi x64" });
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "REQUEST answered") { Mac = mac, Address = address, Firmware = "uefi x64" });
        server.Nodes.Saw(new Sighting(BootSteps.Loader, "snponly.efi sent") { Address = address });
        await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Step == BootSteps.Loader));
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        var machine = server.From("127.0.0.2");
        foreach (var part in new[] { "kernel", "initrd" }) await machine.GetByteArrayAsync(new Uri($"/images/{server.Images.Kvm!.Digest}/{part}", UriKind.Relative));
        await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Step == BootSteps.Kernel));
        (await server.PostAsync(session, "events", """{"step":"initramfs","level":"info","message":"network is up on eth0","data":{}}""")).ShouldBe(HttpStatusCode.NoContent);
        (await server.PostAsync(session, "credential", $$"""{"credential":"{{Credential}}"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await server.PostAsync(session, "events", """{"step":"rootfs","level":"info","message":"mounted"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await LiveAsync(server, session)).ShouldBe(HttpStatusCode.NoContent);
        var (boots, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Step == BootSteps.Live));
        boots.ShouldHaveSingleItem();
        boots[0].State.ShouldBe(BootState.Live);
        boots[0].Image.ShouldBe(server.Images.Kvm!.Digest.Hex);
        boots[0].Address.ShouldBe("127.0.0.2");
        boots[0].Report.ShouldNotBeNull();
        events.Select(e => e.Step).Distinct().ShouldBe([BootSteps.Dhcp, BootSteps.Loader, BootSteps.Script, BootSteps.Kernel, BootSteps.Initramfs, BootSteps.Rootfs, BootSteps.Live]);
        events.ShouldAllBe(e => e.Level == EventLevel.Info);
        var stored = await server.Database.Sessions.FindAsync(session, CancellationToken.None);
        stored!.CredentialHash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Credential))));
    }

    [Fact]
    public async Task A_server_restarted_in_mid_boot_knows_session_and_boot_again()
    {
        var first = await NodesServer.StartAsync();
        var script = await first.ScriptAsync(Mac);
        var session = NodesServer.SessionIn(script);
        await first.PostAsync(session, "credential", $$"""{"credential":"{{Credential}}"}""");
        await first.StopAsync();
        await using var second = await NodesServer.StartAsync(first);
        (await second.ScriptAsync(Mac)).ShouldBe(script);
        (await second.PostAsync(session, "events", """{"step":"rootfs","level":"info","message":"mounted"}""")).ShouldBe(HttpStatusCode.NoContent);
        (await LiveAsync(second, session)).ShouldBe(HttpStatusCode.NoContent);
        var (boots, _) = await second.WhenAsync("r1n2", (all, _) => all[0].State == BootState.Live);
        boots.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_address_that_DHCP_vouched_for_may_still_speak_after_a_restart_and_another_may_not()
    {
        var first = await NodesServer.StartAsync();
        first.Nodes.Saw(new Sighting(BootSteps.Dhcp, "iPXE takes 127.0.0.2") { Mac = MacAddress.Parse(FakeSites.NamedMac), Address = IPAddress.Parse("127.0.0.2"), Firmware = "bios", Begins = true });
        var session = NodesServer.SessionIn(await first.ScriptAsync(Mac));
        first.Nodes.Saw(new Sighting(BootSteps.Dhcp, "the system has 127.0.0.3") { Mac = MacAddress.Parse(FakeSites.NamedMac), Address = IPAddress.Parse("127.0.0.3") });
        await first.WhenAsync("r1n2", (_, all) => all.Any(e => e.Message.Contains("127.0.0.3", StringComparison.Ordinal)));
        await first.StopAsync();
        await using var second = await NodesServer.StartAsync(first);
        const string Report = """{"step":"initramfs","level":"info","message":"network is up on eth0"}""";
        (await second.PostAsync(session, "events", Report, from: "127.0.0.3")).ShouldBe(HttpStatusCode.NoContent);
        (await second.PostAsync(session, "events", Report, from: "127.0.0.4")).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_first_credential_stays_and_the_same_one_again_is_no_conflict()
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        var own = $$"""{"credential":"{{Credential}}"}""";
        (await server.PostAsync(session, "credential", own)).ShouldBe(HttpStatusCode.NoContent);
        (await server.PostAsync(session, "credential", own)).ShouldBe(HttpStatusCode.NoContent);
        (await server.PostAsync(session, "credential", $$"""{"credential":"{{new string('b', 64)}}"}""")).ShouldBe(HttpStatusCode.Conflict);
        (await LiveAsync(server, session, new string('b', 64))).ShouldBe(HttpStatusCode.Unauthorized);
        (await LiveAsync(server, session)).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Another_root_file_than_the_images_is_an_error_and_the_boot_failed()
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        await server.PostAsync(session, "credential", $$"""{"credential":"{{Credential}}"}""");
        (await server.PostAsync(session, "live", $$"""{"digest":"{{new string('0', 64)}}"}""", bearer: Credential)).ShouldBe(HttpStatusCode.Conflict);
        var (boots, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Level == EventLevel.Error));
        boots[0].State.ShouldBe(BootState.Failed);
        events[^1].Step.ShouldBe(BootSteps.Live);
    }

    [Fact]
    public async Task An_error_fails_the_boot_and_a_retry_that_works_makes_it_live()
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        await server.PostAsync(session, "credential", $$"""{"credential":"{{Credential}}"}""");
        await server.PostAsync(session, "events", """{"step":"rootfs","level":"error","message":"the checksum is wrong"}""");
        await server.WhenAsync("r1n2", (boots, _) => boots[0].State == BootState.Failed);
        (await LiveAsync(server, session)).ShouldBe(HttpStatusCode.NoContent);
        await server.WhenAsync("r1n2", (boots, _) => boots[0].State == BootState.Live);
    }

    [Fact]
    public async Task Another_address_is_refused_everywhere_and_recorded_once()
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        (await server.PostAsync(session, "events", """{"step":"rootfs","level":"info","message":"x"}""", "127.0.0.9")).ShouldBe(HttpStatusCode.Forbidden);
        (await server.PostAsync(session, "credential", $$"""{"credential":"{{Credential}}"}""", "127.0.0.9")).ShouldBe(HttpStatusCode.Forbidden);
        (await server.From("127.0.0.9").GetAsync(new Uri($"/boots/{session}/authorized_keys", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var (_, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Level == EventLevel.Warning));
        events.Count(e => e.Level == EventLevel.Warning).ShouldBe(1);
    }

    [Fact]
    public async Task A_new_address_that_our_own_dhcp_gave_to_the_machine_is_let_in()
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "REQUEST answered") { Mac = MacAddress.Parse(FakeSites.NamedMac), Address = IPAddress.Parse("127.0.0.5") });
        (await server.PostAsync(session, "events", """{"step":"initramfs","level":"info","message":"x"}""", "127.0.0.5")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("ABCDEFABCDEFABCDEFABCDEFABCDEFAB")]
    public async Task An_unknown_session_is_not_found(string session)
    {
        await using var server = await NodesServer.StartAsync();
        (await server.PostAsync(session, "events", """{"step":"rootfs","level":"info","message":"x"}""")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("{\"step\":\"dhcp\",\"level\":\"info\",\"message\":\"x\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"step\":\"rootfs\",\"level\":\"loud\",\"message\":\"x\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"step\":\"rootfs\",\"level\":\"info\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"step\":\"rootfs\",\"level\":\"info\",\"message\":\"x\",\"data\":{\"a\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}}", HttpStatusCode.BadRequest)]
    public async Task Bodies_that_are_no_event_are_refused(string body, HttpStatusCode status)
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        (await server.PostAsync(session, "events", body)).ShouldBe(status);
    }

    [Fact]
    public async Task Bodies_too_large_are_refused_and_too_many_are_slowed_down()
    {
        await using var server = await NodesServer.StartAsync();
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        (await server.PostAsync(session, "events", "{\"step\":\"" + new string('x', 70_000) + "\"}")).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await server.PostAsync(session, "events", $$$"""{"step":"rootfs","level":"info","message":"x","data":{"a":"{{{new string('x', 5000)}}}"}}""")).ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 130; i++) answers.Add(await server.PostAsync(session, "events", $$"""{"step":"rootfs","level":"info","message":"m{{i}}"}"""));
        answers.ShouldContain(HttpStatusCode.TooManyRequests);
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        (await server.PostAsync(session, "events", """{"step":"rootfs","level":"info","message":"again"}""")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Authorized_keys_are_the_sites_and_the_extra_ones_and_never_a_file_outside_the_site()
    {
        await using var server = await NodesServer.StartAsync();
        var root = Directory.CreateDirectory(Path.Combine(server.Directory, "site")).FullName;
        File.WriteAllText(Path.Combine(root, "ops.pub"), "# ours\nssh-ed25519 AAAA ops\n");
        File.WriteAllText(Path.Combine(server.Directory, "outside"), "ssh-ed25519 BBBB outside\n");
        var site = server.Sites.Current;
        server.Sites.Current = site with { Root = root, File = site.File with { Trust = new() { SshKeys = ["ops.pub", "../outside", "missing.pub"] } } };
        server.Get<ExtraTrustedKeys>().Add("ssh-ed25519 CCCC up");
        var session = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        var keys = await server.From("127.0.0.2").GetStringAsync(new Uri($"/boots/{session}/authorized_keys", UriKind.Relative));
        keys.ShouldBe("ssh-ed25519 AAAA ops\nssh-ed25519 CCCC up\n");
    }

    private static Task<HttpStatusCode> LiveAsync(NodesServer server, string session, string? credential = null)
        => server.PostAsync(session, "live", $$"""{"digest":"{{server.Images.Kvm!.Manifest.Rootfs.Digest}}","address":"127.0.0.2","memory":{"total":2000000,"used":400000,"available":1600000},"persisted":[{"path":"/etc/ssh","target":"/data/etc/ssh","state":"linked"}],"failed":[]}""", bearer: credential ?? Credential);
}
