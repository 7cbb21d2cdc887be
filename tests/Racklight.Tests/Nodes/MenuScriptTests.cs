using System.Text;
using Racklight.NetBoot.Ipxe.Lint;

namespace Racklight.Tests.Nodes;

/// <summary>The catalog as an unknown machine sees it, from the endpoint on.</summary>
public sealed class MenuScriptTests
{
    private const string Stranger = "52-54-00-99-00-01";

    [Fact]
    public async Task The_menu_has_the_sites_entries_the_catalog_a_search_and_a_way_to_try_a_branch()
    {
        await using var server = await NodesServer.StartAsync();
        var menu = await server.ScriptAsync(Stranger);
        menu.ShouldContain("Rescue system");
        menu.ShouldContain(" Debian 13 (trixie)");
        menu.ShouldContain("&entry=debian-13");
        menu.ShouldContain("/ref.ipxe");
        // The machine's own disk after a minute.
        menu.ShouldMatch("choose .*--timeout 60000");
        IpxeLint.Check(menu).ShouldBeEmpty();
        (await server.From("127.0.0.2").GetStringAsync(new Uri("/ref.ipxe", UriKind.Relative))).ShouldStartWith("#!ipxe\n");
    }

    [Fact]
    public async Task What_cannot_boot_there_is_not_shown()
    {
        await using var server = await NodesServer.StartAsync();
        var client = server.From("127.0.0.2");
        async Task<string> MenuAsync(string platform, string arch) => await client.GetStringAsync(new Uri($"/boot.ipxe?mac={Stranger}&arch={arch}&platform={platform}&stage=2", UriKind.Relative));
        (await MenuAsync("pcbios", "x86_64")).ShouldContain("&entry=freebsd");
        (await MenuAsync("efi", "x86_64")).ShouldNotContain("&entry=freebsd");
        (await MenuAsync("efi", "arm64")).ShouldNotContain("&entry=memtest86plus&");
    }

    [Fact]
    public async Task A_search_lists_what_was_found_and_takes_any_bytes()
    {
        await using var server = await NodesServer.StartAsync();
        var found = await server.ScriptAsync(Stranger, more: "&entry=menu&find=" + Convert.ToHexString(Encoding.ASCII.GetBytes("memtest")));
        found.ShouldContain("&entry=memtest86plus");
        found.ShouldNotContain("&entry=debian-13");
        // It is marked, and waits for Enter.
        found.ShouldMatch("choose .*--default item-e0 ");
        found.ShouldNotMatch("choose .*--timeout");
        foreach (var bytes in new[] { "zz", "0", "0a0d", "247b7d", new string('4', 400) })
        {
            IpxeLint.Check(await server.ScriptAsync(Stranger, more: "&entry=menu&find=" + bytes)).ShouldBeEmpty(bytes);
        }
    }

    [Fact]
    public async Task A_chosen_entry_boots_within_a_session_and_gets_the_same_bytes_again()
    {
        await using var server = await NodesServer.StartAsync();
        await server.ScriptAsync(Stranger);
        var script = await server.ScriptAsync(Stranger, more: "&entry=debian-13");
        script.ShouldContain("/debian-installer/amd64/linux");
        script.ShouldContain("initrd --name initrd");
        IpxeLint.Check(script).ShouldBeEmpty();
        (await server.ScriptAsync(Stranger)).ShouldBe(script);
        var (boots, events) = await server.WhenAsync((await server.Database.Boots.LatestAsync(CancellationToken.None)).Single().Node, (_, all) => all.Any(e => e.Message.Contains("Debian 13", StringComparison.Ordinal)));
        boots.ShouldHaveSingleItem();
        events.ShouldContain(e => e.Data != null && e.Data.Contains("debian-13", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_was_typed_in_reaches_the_installer_and_nonsense_does_not()
    {
        await using var server = await NodesServer.StartAsync();
        var script = await server.ScriptAsync(Stranger, more: "&entry=debian-13&ip=192.0.2.5&netmask=255.255.255.128&gateway=192.0.2.1&dns=192.0.2.2");
        script.ShouldContain("netcfg/get_ipaddress=192.0.2.5");
        script.ShouldContain("netcfg/get_netmask=255.255.255.128");
        var other = await server.ScriptAsync("52-54-00-99-00-02", from: "127.0.0.3", more: "&entry=debian-13&ip=1.2.3.4;reboot&netmask=255.0.255.0");
        other.ShouldNotContain("get_ipaddress");
    }

    [Fact]
    public async Task What_a_machine_cannot_boot_is_told_on_its_screen()
    {
        await using var server = await NodesServer.StartAsync();
        var script = await server.ScriptAsync(Stranger, more: "&entry=" + "no-such-entry");
        script.ShouldContain("Nothing to boot");
    }

    [Fact]
    public async Task What_needs_a_newer_iPXE_says_so_in_the_menu_and_when_it_is_chosen_and_boots_by_BIOS()
    {
        await using var server = await NodesServer.StartAsync();
        using var old = server.From("127.0.0.2");
        old.DefaultRequestHeaders.Remove("User-Agent");
        old.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "iPXE/1.0.0+git-20190125.36a4c85-5.1");
        async Task<string> AskAsync(string platform, string more = "") => await old.GetStringAsync(new Uri($"/boot.ipxe?mac={Stranger}&arch=x86_64&platform={platform}&stage=2{more}", UriKind.Relative));

        (await AskAsync("efi")).ShouldContain("Gentoo minimal [needs a newer iPXE]");
        (await AskAsync("efi", "&entry=gentoo")).ShouldContain("needs a file put into its initramfs");
        (await AskAsync("pcbios")).ShouldNotContain("needs a newer iPXE");
        // With an iPXE that can, the answer to the same question is a boot.
        var newer = await server.ScriptAsync(Stranger, more: "&entry=gentoo");
        newer.ShouldContain("/image.squashfs /image.squashfs ||");
        newer.ShouldContain(" initrd=initrd.magic ");
        IpxeLint.Check(newer, IpxeProfile.Find("trixie", Racklight.NetBoot.Ipxe.IpxePlatform.Efi)).ShouldBeEmpty();
    }
}
