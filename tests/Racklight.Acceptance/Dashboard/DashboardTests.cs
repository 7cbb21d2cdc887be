using System.Net;
using Microsoft.Playwright;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

public sealed class DashboardTests(Browser browser) : DashboardPageTests(browser)
{
    [Fact]
    public async Task The_list_shows_a_node_going_through_its_steps_without_a_reload()
    {
        var page = await Browser.PageAsync();
        var mistakes = Browser.Mistakes(page);
        await page.GotoAsync(new Uri(Server.Uri, "/nodes").ToString());
        var row = page.Locator("#node-r1n3");
        await Assertions.Expect(row).ToContainTextAsync("not seen");
        await page.EvaluateAsync("window.sameDocument = true");
        await Assertions.Expect(page.Locator("#feed")).ToHaveTextAsync("live");
        await Server.Rack.OpenAsync("r1n3", 3);
        await Server.Rack.AddAsync("r1n3", BootSteps.Dhcp, EventLevel.Info, "DISCOVER by firmware");
        await Assertions.Expect(row).ToContainTextAsync("booting");
        foreach (var (step, message) in new[] { (BootSteps.Loader, "snponly.efi sent"), (BootSteps.Kernel, "kernel and initrd fetched"), (BootSteps.Rootfs, "mounted") })
        {
            await Server.Rack.AddAsync("r1n3", step, EventLevel.Info, message);
            await Assertions.Expect(row).ToContainTextAsync(message);
        }
        await Server.Rack.EndAsync("r1n3", BootState.Live, TimeProvider.System.GetUtcNow(), null);
        await Assertions.Expect(row).ToContainTextAsync("live");
        await Assertions.Expect(page.Locator("#summary")).ToContainTextAsync("live 1");
        (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_nodes_page_draws_the_waterfall_and_says_what_went_wrong()
    {
        await Server.Rack.DamagedAsync("r1n6", 6, 4);
        var page = await Browser.PageAsync();
        var mistakes = Browser.Mistakes(page);
        await page.GotoAsync(new Uri(Server.Uri, "/nodes/r1n6").ToString());
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("checksum is wrong");
        await Assertions.Expect(page.Locator(".lane[data-step=rootfs]")).ToHaveAttributeAsync("data-tone", "bad");
        await Assertions.Expect(page.Locator(".lane[data-step=kernel]")).ToHaveAttributeAsync("data-tone", "good");
        await Server.Rack.OpenAsync("r1n6", 6);
        await Server.Rack.AddAsync("r1n6", BootSteps.Dhcp, EventLevel.Info, "DISCOVER by firmware");
        await Assertions.Expect(page.Locator(".state.pill")).ToHaveTextAsync("booting");
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_walk_filter_open_and_go_back()
    {
        var page = await OpenAsync("/nodes");
        await page.Keyboard.PressAsync("j");
        await Assertions.Expect(page.Locator("#node-r1n1")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("r1n4");
        await Assertions.Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#node-r1n4 a")).ToBeFocusedAsync(new() { Timeout = 15_000 });
        await page.Keyboard.PressAsync("Enter");
        // Not WaitForURLAsync: a navigation that commits between its look at the address and its subscription is never seen.
        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/nodes/r1n4$"));
        await GoAsync(page, "/nodes$", "u");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.Locator("#help")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#help")).ToBeHiddenAsync();
        await GoAsync(page, "/images$", "g", "i");
    }

    /// <summary>Presses keys until they lead to a page: one that is pressed while a page is still settling is lost, as a person's would be.</summary>
    private static async Task GoAsync(IPage page, string url, params string[] keys)
    {
        for (var attempt = 1; ; attempt++)
        {
            foreach (var key in keys) await page.Keyboard.PressAsync(key);
            try
            {
                await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(url), new() { Timeout = 10_000 });
                return;
            }
            catch (PlaywrightException) when (attempt < 5)
            {
                // Pressed again.
            }
        }
    }

    [Fact]
    public async Task Dark_follows_the_system_and_the_switch_stays()
    {
        var page = await OpenAsync("/nodes", scheme: ColorScheme.Dark);
        (await GroundAsync(page)).ShouldBe("rgb(16, 20, 24)");
        await page.Keyboard.PressAsync("d");
        (await GroundAsync(page)).ShouldBe("rgb(246, 246, 244)");
        await page.ReloadAsync();
        (await GroundAsync(page)).ShouldBe("rgb(246, 246, 244)");
    }

    [Fact]
    public async Task Without_a_script_the_pages_list_filter_and_link()
    {
        var page = await OpenAsync("/nodes?q=r1n5", script: false);
        await Assertions.Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(1);
        await page.ClickAsync("text=r1n5");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("r1n5");
    }

    [Fact]
    public async Task Another_origin_or_host_is_refused()
    {
        using var client = new HttpClient { BaseAddress = Server.Uri };
        foreach (var (name, value) in new[] { ("Origin", "http://evil.example"), ("Host", "evil.example"), ("Sec-Fetch-Site", "cross-site") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/nodes");
            request.Headers.TryAddWithoutValidation(name, value);
            using var answer = await client.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, name);
        }
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await Server.Rack.FillAsync();
        await Browser.FitsAPhoneAsync(Server.Uri, "/nodes", "/nodes/r1n1", "/nodes/r1n6", "/images");
    }

    /// <summary>Takes the pictures of the documentation into the directory that RACKLIGHT_SCREENSHOTS names.</summary>
    [Fact]
    public async Task Pictures_for_the_documentation()
    {
        var directory = Environment.GetEnvironmentVariable("RACKLIGHT_SCREENSHOTS");
        if (directory is null) return;
        await Server.Rack.FillAsync();
        await Browser.PicturesAsync(Server.Uri, directory, static page => page.WaitForTimeoutAsync(400), ("nodes", "/nodes"), ("node", "/nodes/r1n2"), ("failed", "/nodes/r1n6"), ("images", "/images"));
    }

    private static Task<string> GroundAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor");
}
