using CsCheck;
using Racklight.NetBoot.Ipxe;
using Racklight.NetBoot.Ipxe.Lint;
using Racklight.NetBoot.Ipxe.Scripts;

namespace Racklight.Tests.NetBoot.Ipxe;

public sealed class RandomScriptTests
{
    [Fact]
    public void No_script_that_we_write_has_a_finding() => RandomScripts.All.Sample(static made =>
    {
        var findings = IpxeLint.Check(made.Script, made.Client);
        if (findings.Count > 0) throw new InvalidOperationException(string.Join('\n', findings) + "\n" + made.Script);
    });

    private static MenuPage Page(params MenuItem[] items) => new("Menu", [new("all", "All", items) { IsOpen = true }]);

    [Fact]
    public void A_machine_that_is_known_to_have_too_little_memory_is_asked_first()
    {
        var page = Page(new MenuItem("live", "Ubuntu", new MenuTarget.Fetch("http://a/b")) { RamMiB = 3072 });
        MenuPageScript.Write(page with { KnownRamMiB = 2048 }).ShouldContain("prompt --key y --timeout 60000 Press y to boot it all the same, any other key to go back || goto start\n");
        MenuPageScript.Write(page with { KnownRamMiB = 4096 }).ShouldNotContain("Press y");
        MenuPageScript.Write(page).ShouldContain("item item-live Ubuntu (needs 3 GiB of memory)\n");
    }

    [Fact]
    public void Sections_of_a_large_menu_are_scripts_of_their_own()
    {
        var sections = Enumerable.Range(0, 40).Select(static s => new MenuSection($"s{s}", $"Section {s}", [.. Enumerable.Range(0, 20).Select(i => new MenuItem($"i{s}-{i}", $"Item {i}", new MenuTarget.LocalDisk()))])).ToList();
        Should.Throw<IpxeSyntaxException>(() => MenuPageScript.Write(new MenuPage("M", sections))).Message.ShouldContain("300");
        var page = new MenuPage("M", sections) { Address = "http://a/menu.ipxe?mac=0" };
        MenuPageScript.Write(page).ShouldContain("chain --autofree --replace http://a/menu.ipxe?mac=0&section=s7 || goto failed\n");
        MenuPageScript.WriteSection(page, "s7").ShouldContain(":item-i7-19\n");
        Should.Throw<IpxeSyntaxException>(() => MenuPageScript.WriteSection(page, "none"));
    }

    [Fact]
    public void What_is_taken_by_itself_stands_in_the_first_menu()
    {
        var page = new MenuPage("M", [new("tools", "Tools", [new MenuItem("disk", "Own disk", new MenuTarget.LocalDisk())])]) { Default = "disk", Timeout = TimeSpan.FromSeconds(9) };
        MenuPageScript.Write(page).ShouldContain("menu M\nitem item-disk Own disk\nitem section-tools Tools >\nchoose --default item-disk --timeout 9000 rl-choice || goto start\n");
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("key")]
    [InlineData("default")]
    [InlineData("empty")]
    [InlineData("search")]
    [InlineData("name")]
    public void A_menu_that_cannot_work_is_refused(string fault)
    {
        var item = new MenuItem("a", "A", new MenuTarget.LocalDisk()) { Key = 'a' };
        MenuPage page = fault switch
        {
            "twice" => Page(item, item),
            "key" => Page(item, item with { Name = "b" }),
            "default" => Page(item) with { Default = "b" },
            "empty" => Page(),
            "search" => Page(item) with { Search = true },
            _ => Page(item with { Name = "a || exit" }),
        };
        Should.Throw<IpxeSyntaxException>(() => MenuPageScript.Write(page));
    }

    [Fact]
    public void Colours_are_for_those_who_can()
    {
        var page = Page(new MenuItem("a", "A", new MenuTarget.LocalDisk())) with { Colours = MenuColours.Standard };
        MenuPageScript.Write(page).ShouldNotContain("colour");
        MenuPageScript.Write(page, IpxeProfile.Find("trixie", IpxePlatform.Bios)).ShouldContain("colour --rgb 0x1c2430 4 ||\n");
        MenuPageScript.Write(page with { IsSerial = true }, IpxeProfile.Find("trixie", IpxePlatform.Bios)).ShouldNotContain("colour");
    }
}
