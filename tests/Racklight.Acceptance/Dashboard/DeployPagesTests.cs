using System.Globalization;
using Microsoft.Playwright;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

public sealed class DeployPagesTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Prechecks =
    [
        "PLAY [Group hosts based on configuration] **********", "TASK [Group hosts based on OpenStack services] *****", "ok: [control1]", "ok: [control2]", "ok: [control3]",
        "PLAY [Apply role prechecks] ************************", "TASK [prechecks : Checking docker SDK version] *****", "ok: [control1]", "ok: [control2]", "ok: [control3]",
        "PLAY RECAP *****************************************", "control1 : ok=24 changed=0 unreachable=0 failed=0",
    ];

    [Fact]
    public async Task A_deploys_page_shows_steps_and_log_as_they_come_without_a_reload_and_without_secrets()
    {
        await using var server = await DashboardServer.StartAsync();
        var run = await server.Deploys.StartAsync("20261129-051727-3fa9");
        var page = await browser.PageAsync();
        var mistakes = new List<string>();
        page.PageError += (_, error) => mistakes.Add(error);
        await page.GotoAsync(new Uri(server.Uri, "/deploys/20261129-051727-3fa9").ToString());
        await page.EvaluateAsync("window.sameDocument = true");
        await Assertions.Expect(page.Locator(".state.pill")).ToHaveTextAsync("running");
        await server.Deploys.StepAsync(run, "prechecks");
        server.Deploys.Say(run, "prechecks", Prechecks);
        await Assertions.Expect(page.Locator("tr[data-step=prechecks]")).ToContainTextAsync("running");
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("Checking docker SDK version");
        await server.Deploys.StepEndedAsync(run, "prechecks");
        await server.Deploys.StepAsync(run, "deploy");
        server.Deploys.Say(run, "deploy", $"ok: [control1] => {{\"msg\": \"{DeploysOfServer.Secret}\"}}", "<script>window.attacked = true</script>");
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("[hidden keystone_admin_password]");
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("<script>window.attacked");
        await server.Deploys.StepEndedAsync(run, "deploy");
        await server.Deploys.EndAsync(run, DeployState.Succeeded);
        await Assertions.Expect(page.Locator(".state.pill")).ToHaveTextAsync("succeeded");
        (await page.EvaluateAsync<bool>("window.sameDocument === true && window.attacked === undefined")).ShouldBeTrue();
        (await page.ContentAsync()).ShouldNotContain(DeploysOfServer.Secret);
        (await page.Locator("#log").InnerTextAsync()).Split('\n').Count(line => line.Contains("Checking docker SDK version", StringComparison.Ordinal)).ShouldBe(1);
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_tells_who_holds_a_cloud_and_follows_a_deploy_to_its_end()
    {
        await using var server = await DashboardServer.StartAsync();
        var page = await browser.PageAsync();
        await page.GotoAsync(new Uri(server.Uri, "/deploys").ToString());
        await Assertions.Expect(page.Locator("#deploys")).ToContainTextAsync("No deploy yet");
        var run = await server.Deploys.StartAsync("20261129-051727-3fa9");
        await Assertions.Expect(page.Locator("#deploys [role=status]")).ToContainTextAsync("prod is held by deploy 20261129-051727-3fa9, which olga started");
        await server.Deploys.EndAsync(run, DeployState.Failed, "prechecks: exit code 2");
        await Assertions.Expect(page.Locator("#deploy-20261129-051727-3fa9 .state")).ToHaveTextAsync("failed");
        await Assertions.Expect(page.Locator("#deploys [role=status]")).ToHaveCountAsync(0);
        await page.Locator("#deploy-20261129-051727-3fa9 a").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("exit code 2");
    }

    [Fact]
    public async Task Without_a_script_the_log_is_there_and_unknown_deploys_are_said_to_be()
    {
        await using var server = await DashboardServer.StartAsync();
        var run = await server.Deploys.StartAsync("20261129-051727-3fa9");
        await server.Deploys.StepAsync(run, "prechecks");
        server.Deploys.Say(run, "prechecks", Prechecks);
        var page = await browser.PageAsync(width: 400, script: false);
        await page.GotoAsync(new Uri(server.Uri, "/deploys/20261129-051727-3fa9").ToString());
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("Checking docker SDK version");
        (await page.GotoAsync(new Uri(server.Uri, "/deploys/..%2F..%2Fetc").ToString()))!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await using var server = await DashboardServer.StartAsync();
        var run = await server.Deploys.StartAsync("20261129-051727-3fa9");
        await server.Deploys.StepAsync(run, "prechecks");
        server.Deploys.Say(run, "prechecks", [.. Prechecks, new string('x', 500)]);
        var page = await browser.PageAsync(width: 400);
        foreach (var path in new[] { "/deploys", "/deploys/20261129-051727-3fa9" })
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
        var now = TimeProvider.System.GetUtcNow();
        await server.Deploys.StartAsync("20261127-201500-09be", "stage", now.AddHours(-33), DeployState.Succeeded);
        await server.Deploys.StartAsync("20261128-210400-7c11", "prod", now.AddHours(-8), DeployState.Failed);
        var run = await server.Deploys.StartAsync("20261129-051727-3fa9", at: now.AddSeconds(-95));
        await server.Deploys.StepAsync(run, "prechecks");
        server.Deploys.Say(run, "prechecks", Prechecks);
        await server.Deploys.StepEndedAsync(run, "prechecks");
        await server.Deploys.StepAsync(run, "deploy");
        server.Deploys.Say(run, "deploy", "PLAY [Apply role keystone] *************************", "TASK [keystone : Create admin project, user, role] *", $"changed: [control1] => {{\"password\": \"{DeploysOfServer.Secret}\"}}");
        foreach (var (name, path) in new[] { ("deploys", "/deploys"), ("deploy", "/deploys/20261129-051727-3fa9") })
        {
            foreach (var (suffix, width, scheme) in new[] { ("light", 1280, ColorScheme.Light), ("dark", 1280, ColorScheme.Dark), ("narrow", 400, ColorScheme.Light) })
            {
                var page = await browser.PageAsync(width, 800, scheme);
                await page.GotoAsync(new Uri(server.Uri, path).ToString());
                await Assertions.Expect(page.Locator("#feed")).ToHaveTextAsync("live");
                await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"dashboard-{name}-{suffix}.png")), FullPage = true });
                await page.Context.CloseAsync();
            }
        }
    }
}
