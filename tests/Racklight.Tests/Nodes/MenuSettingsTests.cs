using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.Sites;

namespace Racklight.Tests.Nodes;

/// <summary>What a site, a group and a node say of the menu, in the script that the machine gets.</summary>
public sealed class MenuSettingsTests
{
    private const string Stranger = "52-54-00-99-00-01";
    private const string Named = "52-54-00-20-00-02";

    [Fact]
    public async Task Title_timeout_default_and_colours_are_the_sites()
    {
        await using var server = await NodesServer.StartAsync();
        Say(server, new MenuSettings { Title = "Rack one", Timeout = "30s", Default = "memtest86plus", Colours = new MenuColourSettings { Background = "#102030", Text = "#ffeedd", Marked = "#aa5500" } });
        var menu = await server.ScriptAsync(Stranger);
        menu.ShouldContain("\nmenu Rack one\n");
        menu.ShouldMatch("choose --default item-e[0-9]+ --timeout 30000 ");
        // What is taken by itself stands in the first list, though its section is closed.
        Lines(menu)[0].ShouldContain("Memtest86+");
        menu.ShouldContain("colour --rgb 0x102030 4 ||");
        IpxeLint.Check(menu, IpxeProfile.Find("trixie", IpxePlatform.Efi)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_menu_may_wait_for_ever()
    {
        await using var server = await NodesServer.StartAsync();
        Say(server, new MenuSettings { Timeout = "never" });
        (await server.ScriptAsync(Stranger)).ShouldNotContain("--timeout 60000 rl-choice");
    }

    [Fact]
    public async Task A_default_that_cannot_boot_on_this_machine_is_not_taken()
    {
        await using var server = await NodesServer.StartAsync();
        // BSD's images need a BIOS; the machine boots by UEFI.
        Say(server, new MenuSettings { Default = "freebsd-14" });
        (await server.ScriptAsync(Stranger)).ShouldContain("choose --default item-disk --timeout 60000 ");
    }

    [Fact]
    public async Task The_nearest_word_wins_key_by_key()
    {
        await using var server = await NodesServer.StartAsync();
        var site = server.Sites.Current;
        server.Sites.Current = site with
        {
            File = site.File with { Menu = new MenuSettings { Title = "The site's", Timeout = "5m" } },
            Groups = new Dictionary<string, GroupFile> { ["compute"] = new() { Menu = new MenuSettings { Title = "The group's", Console = "serial" } } },
            Nodes = new Dictionary<string, NodeFile> { ["r1n2"] = new() { Group = "compute", Mac = FakeSites.NamedMac, Boots = "menu", Menu = new MenuSettings { Title = "The node's" } } },
        };
        var menu = await server.ScriptAsync(Named);
        menu.ShouldContain("\nmenu The node's\n");
        menu.ShouldContain("--timeout 300000 ");
        menu.ShouldContain("set rl-serial console=tty0 console=ttyS0,115200n8");
        IpxeLint.Check(menu).ShouldBeEmpty();
        (await server.ScriptAsync(Stranger, "127.0.0.3")).ShouldNotContain("set rl-serial console=tty0 console=ttyS0,115200n8\n:start");
    }

    [Fact]
    public async Task What_was_chosen_last_is_at_hand_and_not_taken_by_itself()
    {
        await using var server = await NodesServer.StartAsync();
        (await server.ScriptAsync(Stranger)).ShouldNotContain("last time");
        await server.ScriptAsync(Stranger, more: "&entry=debian-13");
        var menu = await NextBootAsync(server, Stranger);
        Lines(menu)[1].ShouldBe("Debian 13 (trixie) [last time]");
        menu.ShouldContain("choose --default item-disk ");
        IpxeLint.Check(menu).ShouldBeEmpty();
        // Another machine has another memory.
        (await server.ScriptAsync("52-54-00-99-00-02", "127.0.0.3")).ShouldNotContain("last time");
    }

    [Fact]
    public async Task What_was_chosen_last_is_taken_by_itself_where_the_site_says_so()
    {
        await using var server = await NodesServer.StartAsync();
        Say(server, new MenuSettings { Default = "last" });
        (await server.ScriptAsync(Stranger)).ShouldContain("choose --default item-disk ");
        await server.ScriptAsync(Stranger, more: "&entry=rescue");
        var menu = await NextBootAsync(server, Stranger);
        menu.ShouldContain("choose --default item-last --timeout 60000 ");
    }

    [Fact]
    public async Task What_the_site_said_to_boot_is_no_choice()
    {
        await using var server = await NodesServer.StartAsync();
        await server.ScriptAsync(Named);
        await server.Database.Boots.FlushAsync(CancellationToken.None);
        (await server.Database.Boots.LastWithAsync("r1n2", "chosen", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_boot_that_cannot_fit_is_asked_about_first()
    {
        await using var server = await NodesServer.StartAsync();
        // 1 GiB, as SMBIOS tells it.
        var menu = await server.ScriptAsync(Stranger, more: "&memory=00000000ffff0f00");
        menu.ShouldContain("This machine has 1024 MiB of memory, and this needs 5120 MiB: it would fail on the way.");
        menu.ShouldContain("(needs 5 GiB of memory)");
        menu.ShouldContain("&memory=00000000ffff0f00");
        IpxeLint.Check(menu).ShouldBeEmpty();
        (await server.ScriptAsync("52-54-00-99-00-02", "127.0.0.3")).ShouldNotContain("it would fail on the way");
    }

    /// <summary>The lines that can be chosen on the first list.</summary>
    private static List<string> Lines(string menu)
        => [.. menu[..menu.IndexOf("choose ", StringComparison.Ordinal)].Split('\n').Where(static line => line.StartsWith("item item-", StringComparison.Ordinal)).Select(static line => line.Split(' ', 3)[2])];

    private static void Say(NodesServer server, MenuSettings menu) => server.Sites.Current = server.Sites.Current with { File = server.Sites.Current.File with { Menu = menu } };

    /// <summary>The machine is switched off and on: long after, without a word by DHCP.</summary>
    private static async Task<string> NextBootAsync(NodesServer server, string mac)
    {
        await server.Database.Boots.FlushAsync(CancellationToken.None);
        server.Clock.Advance(TimeSpan.FromHours(1));
        return await server.ScriptAsync(mac);
    }
}
