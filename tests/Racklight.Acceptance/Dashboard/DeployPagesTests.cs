using Microsoft.Playwright;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

public sealed class DeployPagesTests(Browser browser) : DashboardPageTests(browser)
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
        var run = await Server.Deploys.StartAsync("20261129-051727-3fa9");
        var page = await Browser.PageAsync();
        var mistakes = Browser.Mistakes(page);
        await page.GotoAsync(new Uri(Server.Uri, "/deploys/20261129-051727-3fa9").ToString());
        await page.EvaluateAsync("window.sameDocument = true");
        await Assertions.Expect(page.Locator(".state.pill")).ToHaveTextAsync("running");
        await Server.Deploys.StepAsync(run, "prechecks");
        Server.Deploys.Say(run, "prechecks", Prechecks);
        await Assertions.Expect(page.Locator("tr[data-step=prechecks]")).ToContainTextAsync("running");
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("Checking docker SDK version");
        await Server.Deploys.StepEndedAsync(run, "prechecks");
        await Server.Deploys.StepAsync(run, "deploy");
        Server.Deploys.Say(run, "deploy", $"ok: [control1] => {{\"msg\": \"{DeploysOfServer.Secret}\"}}", "<script>window.attacked = true</script>");
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("[hidden keystone_admin_password]");
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("<script>window.attacked");
        await Server.Deploys.StepEndedAsync(run, "deploy");
        await Server.Deploys.EndAsync(run, DeployState.Succeeded);
        await Assertions.Expect(page.Locator(".state.pill")).ToHaveTextAsync("succeeded");
        (await page.EvaluateAsync<bool>("window.sameDocument === true && window.attacked === undefined")).ShouldBeTrue();
        (await page.ContentAsync()).ShouldNotContain(DeploysOfServer.Secret);
        (await page.Locator("#log").InnerTextAsync()).Split('\n').Count(line => line.Contains("Checking docker SDK version", StringComparison.Ordinal)).ShouldBe(1);
        mistakes.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_list_tells_who_holds_a_cloud_and_follows_a_deploy_to_its_end()
    {
        var page = await OpenAsync("/deploys");
        await Assertions.Expect(page.Locator("#deploys")).ToContainTextAsync("No deploy yet");
        var run = await Server.Deploys.StartAsync("20261129-051727-3fa9");
        await Assertions.Expect(page.Locator("#deploys [role=status]")).ToContainTextAsync("prod is held by deploy 20261129-051727-3fa9, which olga started");
        await Server.Deploys.EndAsync(run, DeployState.Failed, "prechecks: exit code 2");
        await Assertions.Expect(page.Locator("#deploy-20261129-051727-3fa9 .state")).ToHaveTextAsync("failed");
        await Assertions.Expect(page.Locator("#deploys [role=status]")).ToHaveCountAsync(0);
        await page.Locator("#deploy-20261129-051727-3fa9 a").ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("exit code 2");
    }

    [Fact]
    public async Task Without_a_script_the_log_is_there_and_unknown_deploys_are_said_to_be()
    {
        var run = await Server.Deploys.StartAsync("20261129-051727-3fa9");
        await Server.Deploys.StepAsync(run, "prechecks");
        Server.Deploys.Say(run, "prechecks", Prechecks);
        var page = await OpenAsync("/deploys/20261129-051727-3fa9", width: 400, script: false);
        await Assertions.Expect(page.Locator("#log")).ToContainTextAsync("Checking docker SDK version");
        (await page.GotoAsync(new Uri(Server.Uri, "/deploys/..%2F..%2Fetc").ToString()))!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        var run = await Server.Deploys.StartAsync("20261129-051727-3fa9");
        await Server.Deploys.StepAsync(run, "prechecks");
        Server.Deploys.Say(run, "prechecks", [.. Prechecks, new string('x', 500)]);
        await Browser.FitsAPhoneAsync(Server.Uri, "/deploys", "/deploys/20261129-051727-3fa9");
    }

    /// <summary>Takes the pictures of the documentation into the directory that RACKLIGHT_SCREENSHOTS names.</summary>
    [Fact]
    public async Task Pictures_for_the_documentation()
    {
        var directory = Environment.GetEnvironmentVariable("RACKLIGHT_SCREENSHOTS");
        if (directory is null) return;
        var now = TimeProvider.System.GetUtcNow();
        await Server.Deploys.StartAsync("20261127-201500-09be", "stage", now.AddHours(-33), DeployState.Succeeded);
        await Server.Deploys.StartAsync("20261128-210400-7c11", "prod", now.AddHours(-8), DeployState.Failed);
        var run = await Server.Deploys.StartAsync("20261129-051727-3fa9", at: now.AddSeconds(-95));
        await Server.Deploys.StepAsync(run, "prechecks");
        Server.Deploys.Say(run, "prechecks", Prechecks);
        await Server.Deploys.StepEndedAsync(run, "prechecks");
        await Server.Deploys.StepAsync(run, "deploy");
        Server.Deploys.Say(run, "deploy", "PLAY [Apply role keystone] *************************", "TASK [keystone : Create admin project, user, role] *", $"changed: [control1] => {{\"password\": \"{DeploysOfServer.Secret}\"}}");
        await Browser.PicturesAsync(Server.Uri, directory, static page => Assertions.Expect(page.Locator("#feed")).ToHaveTextAsync("live"), ("deploys", "/deploys"), ("deploy", "/deploys/20261129-051727-3fa9"));
    }
}
