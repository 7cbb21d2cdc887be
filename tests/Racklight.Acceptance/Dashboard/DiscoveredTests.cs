using Microsoft.Playwright;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

public sealed class DiscoveredTests(Browser browser) : DashboardPageTests(browser)
{
    [Fact]
    public async Task A_machine_appears_without_a_reload_with_what_it_told_and_the_command_that_adopts_it()
    {
        var page = await OpenAsync("/discovered");
        await Assertions.Expect(page.Locator("#discovered")).ToContainTextAsync("every machine that asked to boot here has a file");
        await Assertions.Expect(page.Locator("#feed")).ToHaveTextAsync("live");
        await Server.Rack.DiscoverAsync(0xc, "Dell Inc.", "PowerEdge R640", "uefi x64", "7XKQ2M3");
        var row = page.Locator("#machine-52-54-00-20-00-0c");
        await Assertions.Expect(row).ToContainTextAsync("Dell Inc. PowerEdge R640");
        await Assertions.Expect(row).ToContainTextAsync("uefi x64");
        await Assertions.Expect(row).ToContainTextAsync("Intel");
        await Assertions.Expect(row).ToContainTextAsync("racklight node adopt 52:54:00:20:00:0c --name NAME");
        await Assertions.Expect(row.Locator("button[data-do=copy]")).ToBeVisibleAsync();
        await row.Locator("a.name").ClickAsync();
        await Assertions.Expect(page.Locator("#discovered-title")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("7XKQ2M3");
        await Assertions.Expect(page.Locator("#boots")).ToContainTextAsync("unknown: in site.yaml");
    }

    [Fact]
    public async Task The_filter_in_the_address_works_without_a_script()
    {
        await Server.Rack.FillAsync();
        var page = await OpenAsync("/discovered?q=supermicro", script: false);
        await Assertions.Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(1);
        await page.GotoAsync(new Uri(Server.Uri, "/discovered?q=none").ToString());
        await Assertions.Expect(page.Locator("[data-none]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_node_is_assigned_stands_on_its_page()
    {
        await Server.Rack.AssignAsync("r1n3", "kvm@canary", once: true);
        var page = await OpenAsync("/nodes/r1n3");
        await Assertions.Expect(page.Locator("#boots")).ToHaveTextAsync("kvm@canary assigned once by ops, then kvm@stable");
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await Server.Rack.FillAsync();
        await Browser.FitsAPhoneAsync(Server.Uri, "/discovered", "/nodes/52-54-00-a7-31-0c");
    }

    /// <summary>Takes the pictures of the documentation into the directory that RACKLIGHT_SCREENSHOTS names.</summary>
    [Fact]
    public async Task Pictures_for_the_documentation()
    {
        var directory = Environment.GetEnvironmentVariable("RACKLIGHT_SCREENSHOTS");
        if (directory is null) return;
        await Server.Rack.FillAsync();
        await Browser.PicturesAsync(Server.Uri, directory, static page => page.WaitForTimeoutAsync(400), ("discovered", "/discovered"), ("discovered-machine", "/nodes/52-54-00-a7-31-0c"));
    }
}
