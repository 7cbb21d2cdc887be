using System.Net;
using Microsoft.Playwright;
using Racklight.Acceptance.Boots;

namespace Racklight.Acceptance.Dashboard;

/// <summary>The review of a re-base in a real browser, from a real server process with a real repository; what it hands out is applied by git and by the program.</summary>
[Collection(BrowserCollection.Name)]
public sealed class RebasePageTests(Browser browser)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_class_is_shown_and_choices_come_out_as_patch_as_file_and_as_review()
    {
        await using var server = await RebaseServer.StartAsync(null, Token);
        // All of it without a script.
        var page = await browser.OpenAsync(server.Dashboard, "/deploys", script: false);
        await page.ClickAsync("text=Re-base settings on a new release");
        foreach (var (key, kind) in new[] { ("enable_swift", "REMOVED"), ("enable_proxysql", "STALE"), ("enable_haproxy", "REDUNDANT"), ("network_interface", "KEEP"), ("openstack_release", "STALE"), ("acme_racks", "KEEP") })
        {
            await Assertions.Expect(page.Locator($"#setting-{key} .state")).ToHaveTextAsync(kind);
        }
        await Assertions.Expect(page.Locator("#setting-enable_swift .value.then")).ToHaveTextAsync("\"yes\"");
        await page.CheckAsync("#out-enable_swift");
        await page.CheckAsync("#out-enable_haproxy");
        await page.CheckAsync("#out-openstack_release");
        await page.ClickAsync("button:has-text('Apply the choices')");
        await Assertions.Expect(page.Locator("#setting-enable_haproxy input")).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("#setting-enable_haproxy .value.then")).ToHaveTextAsync("\"yes\"");
        await Assertions.Expect(page.Locator("#setting-enable_swift .value.then")).ToHaveTextAsync("–");
        await Assertions.Expect(page.Locator("#result .soft").First).ToContainTextAsync("3 taken out");
        await Assertions.Expect(page.Locator(".diff .removed", new() { HasText = "enable_swift: \"yes\"" })).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".diff .added", new() { HasText = "#enable_haproxy: \"yes\"" })).ToHaveCountAsync(1);

        var patch = await DownloadAsync(page, "Patch", "globals-2024.1-2025.1.patch");
        var whole = await DownloadAsync(page, "Whole file", "globals-2024.1-2025.1.yml");
        var review = await DownloadAsync(page, "Review for the terminal", "globals-2024.1-2025.1.review.yaml");
        var expected = await File.ReadAllTextAsync(whole, Token);
        expected.ShouldContain("\nnetwork_interface: bond0  # the one to the north\n");
        expected.ShouldContain("\n# The load balancer's own.\n");
        expected.ShouldNotContain("\nenable_haproxy");
        (await File.ReadAllTextAsync(review, Token)).ShouldNotContain("bond0");

        var globals = Path.Combine(server.Work, "kolla/globals.yml");
        await server.GitAsync("apply", patch);
        (await File.ReadAllTextAsync(globals, Token)).ShouldBe(expected);
        await server.GitAsync("checkout", "-q", "--", "kolla");
        string[] command = ["deploy", "rebase", "--config", Path.Combine(server.Work, "kolla"), "--venvs", server.Releases, "--review", review, "-o", "json"];
        var applied = await RacklightProgram.RunAsync(Token, command);
        applied.ExitCode.ShouldBe(0, applied.Error);
        (await File.ReadAllTextAsync(globals, Token)).ShouldBe(expected);
        // A second time it is not the file that was reviewed.
        var again = await RacklightProgram.RunAsync(Token, command);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain("not the file that was reviewed");
        (await File.ReadAllTextAsync(globals, Token)).ShouldBe(expected);
    }

    [Fact]
    public async Task Secrets_are_on_no_page_and_in_no_download()
    {
        // A password in the open, one in a URL, and one that is vaulted.
        const string vaulted = "$ANSIBLE_VAULT;1.1;AES256\n          31323334";
        await using var server = await RebaseServer.StartAsync(RebaseServer.Settings + $"docker_registry_password: {RebaseServer.Secret}\nacme_proxy: http://ops:{RebaseServer.Secret}@proxy.example:3128\nacme_token: !vault |\n          {vaulted}\n", Token);
        var page = await browser.OpenAsync(server.Dashboard, "/deploys/rebase");
        await Assertions.Expect(page.Locator("#result [role=status]")).ToContainTextAsync("docker_registry_password, acme_proxy");
        await Assertions.Expect(page.Locator("#setting-acme_token .value.then")).ToHaveTextAsync("vaulted");
        await Assertions.Expect(page.Locator(".downloads a")).ToHaveCountAsync(1);
        (await page.ContentAsync()).ShouldNotContain(RebaseServer.Secret);
        using var client = new HttpClient { BaseAddress = server.Dashboard };
        foreach (var (what, status) in new[] { ("patch", HttpStatusCode.Forbidden), ("file", HttpStatusCode.Forbidden), ("review", HttpStatusCode.OK) })
        {
            using var answer = await client.GetAsync(new Uri("/deploys/rebase/" + what, UriKind.Relative), Token);
            answer.StatusCode.ShouldBe(status, what);
            (await answer.Content.ReadAsStringAsync(Token)).ShouldNotContain(RebaseServer.Secret);
        }
    }

    [Fact]
    public async Task What_cannot_be_reviewed_is_told_with_its_place()
    {
        await using var server = await RebaseServer.StartAsync("openstack_release: \"2024.1\"\nenable_cinder: \"yes\"\nenable_cinder: \"no\"\n", Token);
        var page = await browser.OpenAsync(server.Dashboard, "/deploys/rebase");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("kolla/globals.yml:3:1");
        await page.GotoAsync(new Uri(server.Dashboard, "/deploys/rebase?from=2023.1").ToString());
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("no sample files of kolla-ansible 2023.1 are on this server");
        using var client = new HttpClient { BaseAddress = server.Dashboard };
        foreach (var path in new[] { "/deploys/rebase/file?config=..%2F..%2Fetc%2Fpasswd", "/deploys/rebase/file?config=site.yaml", "/deploys/rebase/patch?to=..%2F..%2Fetc" })
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        }
    }

    [Fact]
    public async Task With_a_script_classes_and_words_filter_without_a_reload()
    {
        await using var server = await RebaseServer.StartAsync(null, Token);
        var page = await browser.PageAsync();
        var mistakes = Browser.Mistakes(page);
        await page.GotoAsync(new Uri(server.Dashboard, "/deploys/rebase").ToString());
        await page.EvaluateAsync("window.sameDocument = true");
        await page.ClickAsync(".chip:has-text('REDUNDANT')");
        await Assertions.Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("haproxy");
        await Assertions.Expect(page.Locator("tr[data-row]:visible")).ToHaveCountAsync(1);
        (await page.EvaluateAsync<bool>("window.sameDocument === true")).ShouldBeTrue();
        await page.ClickAsync("text=take out all that are redundant");
        await Assertions.Expect(page.Locator("tr input:checked")).ToHaveCountAsync(2);
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await using var server = await RebaseServer.StartAsync(RebaseServer.Settings + "acme_long: " + new string('x', 300) + "\n", Token);
        await browser.FitsAPhoneAsync(server.Dashboard, "/deploys/rebase?out=enable_haproxy", "/deploys/rebase?from=2023.1");
    }

    /// <summary>Takes the pictures of the documentation into the directory that RACKLIGHT_SCREENSHOTS names.</summary>
    [Fact]
    public async Task Pictures_for_the_documentation()
    {
        if (Environment.GetEnvironmentVariable("RACKLIGHT_SCREENSHOTS") is not { } directory) return;
        await using var server = await RebaseServer.StartAsync(null, Token);
        const string path = "/deploys/rebase?out=enable_haproxy&out=openstack_release";
        await browser.PicturesAsync(server.Dashboard, directory, null, ("rebase", path));
        var page = await browser.OpenAsync(server.Dashboard, path);
        await page.ClickAsync("summary:has-text('What changes')");
        await page.EvaluateAsync("document.querySelector('#result').scrollIntoView(); scrollBy(0, -64)");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, "dashboard-rebase-result-light.png") });
    }

    private static async Task<string> DownloadAsync(IPage page, string link, string name)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync($".downloads a:has-text('{link}')"));
        download.SuggestedFilename.ShouldBe(name);
        return await download.PathAsync();
    }
}
