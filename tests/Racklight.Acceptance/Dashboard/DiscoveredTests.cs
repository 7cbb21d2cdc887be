using System.Globalization;
using Microsoft.Playwright;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

public sealed class DiscoveredTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_machine_appears_without_a_reload_with_what_it_told_and_the_command_that_adopts_it()
    {
        await using var server = await DashboardServer.StartAsync();
        var page = await browser.PageAsync();
        await page.GotoAsync(new Uri(server.Uri, "/discovered").ToString());
        await Assertions.Expect(page.Locator("#discovered")).ToContainTextAsync("every machine that asked to boot here has a file");
        await Assertions.Expect(page.Locator("#feed")).ToHaveTextAsync("live");
        await server.Rack.DiscoverAsync(0xc, "Dell Inc.", "PowerEdge R640", "uefi x64", "7XKQ2M3");
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
        await using var server = await DashboardServer.StartAsync();
        await server.Rack.FillAsync();
        var page = await browser.PageAsync(script: false);
        await page.GotoAsync(new Uri(server.Uri, "/discovered?q=supermicro").ToString());
        await Assertions.Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(1);
        await page.GotoAsync(new Uri(server.Uri, "/discovered?q=none").ToString());
        await Assertions.Expect(page.Locator("[data-none]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_node_is_assigned_stands_on_its_page()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Rack.AssignAsync("r1n3", "kvm@canary", once: true);
        var page = await browser.PageAsync();
        await page.GotoAsync(new Uri(server.Uri, "/nodes/r1n3").ToString());
        await Assertions.Expect(page.Locator("#boots")).ToHaveTextAsync("kvm@canary assigned once by ops, then kvm@stable");
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await using var server = await DashboardServer.StartAsync();
        await server.Rack.FillAsync();
        var page = await browser.PageAsync(width: 400);
        foreach (var path in new[] { "/discovered", "/nodes/52-54-00-a7-31-0c" })
        {
            await page.GotoAsync(new Uri(server.Uri, path).ToString());
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(400, path);
        }
    }

    /// <summary>Takes the pictures of the documentation into the directory that RACKLIGHT_SCREENSHOTS names.</summary>
    [Fact]
    public async Task Pictures_for_the_documentation()
    {
        var directory = Environment.GetEnvironmentVariable("RACKLIGHT_SCREENSHOTS");
        if (directory is null) return;
        await using var server = await DashboardServer.StartAsync();
        await server.Rack.FillAsync();
        foreach (var (name, path) in new[] { ("discovered", "/discovered"), ("discovered-machine", "/nodes/52-54-00-a7-31-0c") })
        {
            foreach (var (suffix, width, scheme) in new[] { ("light", 1280, ColorScheme.Light), ("dark", 1280, ColorScheme.Dark), ("narrow", 400, ColorScheme.Light) })
            {
                var page = await browser.PageAsync(width, 800, scheme);
                await page.GotoAsync(new Uri(server.Uri, path).ToString());
                await page.WaitForTimeoutAsync(400);
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"dashboard-{name}-{suffix}.png")), FullPage = true });
                await page.Context.CloseAsync();
            }
        }
    }
}
