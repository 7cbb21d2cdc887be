using System.Net;
using Racklight.Nodes;
using Racklight.State;

namespace Racklight.Tests.Nodes;

public sealed class BootScriptTests
{
    private const string Mac = "52-54-00-20-00-02";

    [Fact]
    public async Task Without_a_mac_the_script_asks_again_with_plain_words()
    {
        await using var server = await NodesServer.StartAsync();
        var script = await server.From("127.0.0.2").GetStringAsync(new Uri("/boot.ipxe", UriKind.Relative));
        script.ShouldStartWith("#!ipxe\n");
        script.ShouldContain($"http://{server.Uri.Authority}/boot.ipxe?mac=${{mac:hexhyp}}&uuid=${{uuid}}");
    }

    [Fact]
    public async Task A_named_node_gets_its_groups_image_with_the_protocols_arguments()
    {
        await using var server = await NodesServer.StartAsync();
        var script = await server.ScriptAsync(Mac);
        var image = server.Images.Kvm!;
        var authority = server.Uri.Authority;
        var kernel = script.Split('\n').Single(line => line.StartsWith("kernel ", StringComparison.Ordinal) && line.Contains($" http://{authority}/images/{image.Digest}/kernel ", StringComparison.Ordinal));
        var words = kernel.Split(' ');
        words.ShouldContain("initrd=initrd.img");
        words.ShouldContain($"racklight.server=http://{authority}");
        words.ShouldContain($"racklight.image={image.Digest}");
        words.ShouldContain($"racklight.rootfs={image.Manifest.Rootfs.Digest}/300000");
        words.ShouldContain("racklight.node=r1n2");
        words.ShouldContain("BOOTIF=01-52-54-00-20-00-02");
        words.ShouldContain("ip=dhcp");
        words.ShouldContain("rd.neednet=1");
        words.ShouldContain("racklight.data=RL-DATA");
        words.ShouldContain("racklight.data-device=blank");
        words.ShouldContain("console=ttyS0");
        script.ShouldContain("initrd --name initrd.img http://");
    }

    [Fact]
    public async Task The_same_boot_gets_the_same_bytes_even_when_the_site_changed_in_between()
    {
        await using var server = await NodesServer.StartAsync();
        var first = await server.ScriptAsync(Mac);
        server.Sites.Current = server.Sites.Current with { File = server.Sites.Current.File with { Unknown = "local" }, Nodes = new Dictionary<string, Racklight.Sites.NodeFile> { ["r1n2"] = new() { Mac = FakeSites.NamedMac, Boots = "local" } } };
        (await server.ScriptAsync(Mac)).ShouldBe(first);
    }

    [Fact]
    public async Task A_boot_that_reached_its_initramfs_and_comes_again_is_a_new_boot_with_a_new_session()
    {
        await using var server = await NodesServer.StartAsync();
        var first = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        (await server.PostAsync(first, "events", """{"step":"initramfs","level":"info","message":"network is up"}""")).ShouldBe(HttpStatusCode.NoContent);
        var second = NodesServer.SessionIn(await server.ScriptAsync(Mac));
        second.ShouldNotBe(first);
        (await server.PostAsync(first, "events", """{"step":"rootfs","level":"info","message":"late"}""")).ShouldBe(HttpStatusCode.Gone);
        var (boots, _) = await server.WhenAsync("r1n2", (all, _) => all.Count == 2);
        boots[1].State.ShouldBe(BootState.Failed);
    }

    [Fact]
    public async Task A_second_address_is_refused_recorded_and_told_on_the_screen()
    {
        await using var server = await NodesServer.StartAsync();
        await server.ScriptAsync(Mac);
        var refused = await server.ScriptAsync(Mac, "127.0.0.9");
        refused.ShouldContain("Refused (403)");
        refused.ShouldNotContain("racklight.boot=");
        var (_, events) = await server.WhenAsync("r1n2", (_, all) => all.Any(e => e.Level == EventLevel.Warning));
        events.Single(e => e.Level == EventLevel.Warning).Message.ShouldContain("127.0.0.9");
        using var browser = new HttpClient(new SocketsHttpHandler()) { BaseAddress = server.Uri };
        (await browser.GetAsync(new Uri($"/boot.ipxe?mac={Mac}", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task An_address_that_our_dhcp_contradicts_is_refused_before_any_session()
    {
        await using var server = await NodesServer.StartAsync();
        server.Nodes.Saw(new Sighting(BootSteps.Dhcp, "DISCOVER") { Mac = MacAddress.Parse(FakeSites.NamedMac), Address = IPAddress.Parse("127.0.0.2"), Begins = true, Firmware = "uefi x64" });
        (await server.ScriptAsync(Mac, "127.0.0.7")).ShouldContain("Refused (403)");
        (await server.ScriptAsync(Mac)).ShouldContain("racklight.boot=");
    }

    [Fact]
    public async Task An_image_that_does_not_exist_is_told_on_the_screen_and_recorded_as_an_error()
    {
        await using var server = await NodesServer.StartAsync();
        var script = await server.ScriptAsync("52-54-00-99-00-04", more: "&uuid=11111111-2222-3333-4444-555555555555");
        script.ShouldContain("there is no image none@stable");
        var (_, events) = await server.WhenAsync("r1n4", (_, all) => all.Any(e => e.Level == EventLevel.Error));
        events.Last(e => e.Level == EventLevel.Error).Message.ShouldContain("none@stable");
    }

    [Fact]
    public async Task A_node_that_boots_local_is_sent_to_its_disk_and_an_unknown_one_to_the_menu()
    {
        await using var server = await NodesServer.StartAsync();
        (await server.ScriptAsync("52-54-00-20-00-03")).ShouldContain("sanboot");
        var menu = await server.ScriptAsync("52-54-00-99-00-01");
        menu.ShouldContain("Rescue system");
        menu.ShouldContain("&entry=rescue");
        server.Nodes.BootsFromNetwork(MacAddress.Parse("52:54:00:20:00:03"), null).ShouldBeFalse();
        server.Nodes.BootsFromNetwork(MacAddress.Parse("52:54:00:99:00:01"), null).ShouldBeTrue();
        server.Nodes.Reservation(MacAddress.Parse(FakeSites.NamedMac), null).ShouldBe(IPAddress.Parse("127.0.0.2"));
    }

    [Fact]
    public async Task A_chosen_menu_entry_boots_its_image_and_another_choice_replaces_it()
    {
        await using var server = await NodesServer.StartAsync();
        const string mac = "52-54-00-99-00-01";
        (await server.ScriptAsync(mac)).ShouldContain("choose");
        var chosen = await server.ScriptAsync(mac, more: "&entry=rescue");
        chosen.ShouldContain("racklight.node=52-54-00-99-00-01");
        (await server.ScriptAsync(mac, more: "&entry=rescue")).ShouldBe(chosen);
        (await server.ScriptAsync(mac, more: "&entry=elsewhere")).ShouldContain("http://10.9.9.9/menu.ipxe");
        (await server.ScriptAsync(mac, more: "&entry=missing")).ShouldContain("no entry missing");
    }

    [Theory]
    [InlineData("evil.example:80")]
    [InlineData("10.0.0.1:99999")]
    [InlineData("[::1%eth0]:80")]
    [InlineData("0x0a000001:80")]
    [InlineData("127.0.0.1:8o")]
    public async Task A_host_header_that_is_no_address_never_reaches_a_script(string host)
    {
        await using var server = await NodesServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/boot.ipxe?mac={Mac}");
        request.Headers.TryAddWithoutValidation("Host", host).ShouldBeTrue();
        using var response = await server.From("127.0.0.2").SendAsync(request);
        if (response.StatusCode == HttpStatusCode.BadRequest) return;
        var script = await response.Content.ReadAsStringAsync();
        script.ShouldContain($"racklight.server=http://{server.Uri.Authority} ");
        script.ShouldNotContain(host);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00-00-00-00-00-00")]
    [InlineData("01-00-5e-00-00-01")]
    [InlineData("52-54-00-20-00-02%0akernel")]
    public async Task What_is_no_cards_address_gets_a_notice_and_no_boot(string mac)
    {
        await using var server = await NodesServer.StartAsync();
        (await server.ScriptAsync(mac)).ShouldContain("not the address of a network card");
        (await server.Database.Boots.LatestAsync(CancellationToken.None)).ShouldBeEmpty();
    }
}
