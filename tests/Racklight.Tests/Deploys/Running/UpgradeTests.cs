using System.Text.Json;
using Racklight.Deploys.Planning;
using Racklight.Deploys.Running.Journal;
using Racklight.State;

namespace Racklight.Tests.Deploys.Running;

/// <summary>An upgrade over two hops, carried out by the real program with stand-ins that call real Ansible.</summary>
public sealed class UpgradeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upgrade_over_two_hops_waits_for_people_is_killed_in_the_middle_and_goes_on()
    {
        using var site = new DeploySite();
        WritePlan(site);
        string[] password = ["--vault-password-file", site.In("password")];
        string[] upgrade = ["upgrade", "--cloud", "prod", "--to", "2026.1", "--plan", site.In("plan.json"), "--config", site.In("config"), .. password];
        site.Hold("upgrade");
        using (var front = site.Start(upgrade))
        {
            await site.ReachedAsync("upgrade");
            await site.KillRunnerAsync();
            await front.WaitForExitAsync(Token);
        }
        site.LetGo("upgrade");
        site.Progress.Steps.Count(step => step.State == StepState.Succeeded).ShouldBe(2);
        var waits = await site.RunAsync(["resume", site.Run.Id, .. password]);
        waits.ExitCode.ShouldBe(1, waits.Error);
        waits.Error.ShouldContain("start an instance");
        waits.Error.ShouldContain("--done 2025.1/verify");
        site.Progress.State.ShouldBe(DeployState.Waiting);
        // Whoever comes across it is told that it waits and what for, and how to give it up.
        var held = await site.RunAsync(site.Kolla("deploy"));
        held.Error.ShouldContain("; it waits: See that the cloud works: start an instance with a volume");
        (await site.RunAsync("cancel", site.Run.Id)).Error.ShouldContain($"racklight deploy lock --cloud prod --break {site.Run.Id} gives it up");
        (await site.RunAsync(["resume", site.Run.Id, "--done", "2025.1/verfy", .. password])).Error.ShouldContain("did you mean 2025.1/verify?");
        (await site.RunAsync("lock")).Output.ShouldContain(site.Run.Id);
        var ended = await site.RunAsync(["resume", site.Run.Id, "--done", "2025.1/verify", .. password]);
        ended.ExitCode.ShouldBe(0, ended.Error);
        site.Log.Split('\n').Where(line => line.StartsWith("called ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ShouldBe(["prechecks", "pull", "upgrade", "upgrade", "prechecks", "pull", "upgrade"]);
        site.Progress.Steps.Select(step => step.Step.Group).Distinct().ShouldBe(["2024.1 → 2025.1", "2025.1 → 2026.1"]);
        site.Progress.Steps.Single(step => step.Step.Name == "2025.1/verify").Message.ShouldBe("done, said olga");
        await using var database = await site.OpenAsync();
        // An upgrade changes the configuration: what runs now is in no commit.
        var last = (await database.Deploys.LastDeployedAsync("prod", Token))!;
        (last.Release, last.Dirty).ShouldBe(("2026.1", true));
    }

    [Fact]
    public async Task A_plan_in_a_file_says_whose_secrets_the_logs_must_hide()
    {
        using var site = new DeploySite();
        var step = new PlanStep { Id = "2026.1/deploy", Name = "deploy", Command = ["kolla-ansible", "deploy", "-i", site.In("config/multinode"), "--configdir", site.In("config")] };
        var plan = new DeployPlan { Tool = "kolla", Config = site.In("config"), From = "2025.1", To = "2026.1", Path = ["2025.1", "2026.1"], Hops = [new PlanHop { From = "2025.1", To = "2026.1", Version = "22.1.0", Steps = [step] }] };
        File.WriteAllText(site.In("plan.json"), JsonSerializer.Serialize(plan, PlansJson.Default.DeployPlan));
        string[] upgrade = ["upgrade", "--cloud", "prod", "--to", "2026.1", "--plan", site.In("plan.json"), "--vault-password-file", site.In("password")];
        var refused = await site.RunAsync([.. upgrade, "--config", site.In("home")]);
        refused.ExitCode.ShouldBe(2, refused.Error);
        refused.Error.ShouldContain($"--config {site.In("home")}: the plan is for {site.In("config")}");
        var result = await site.RunAsync(upgrade);
        result.ExitCode.ShouldBe(0, result.Error);
        File.ReadAllText(site.Run.LogOf(site.Progress.Spec, "2026.1/deploy")).ShouldContain("plain [hidden keystone_admin_password]");
    }

    [Fact]
    public async Task A_step_that_must_not_run_twice_unseen_waits_after_a_kill_until_a_person_has_looked()
    {
        using var site = new DeploySite();
        site.Hold("mariadb-recovery");
        using (var front = site.Start(site.Kolla("mariadb-recovery", "deploy")))
        {
            await site.ReachedAsync("mariadb-recovery");
            await site.KillRunnerAsync();
            await front.WaitForExitAsync(Token);
        }
        site.LetGo("mariadb-recovery");
        string[] resume = ["resume", site.Run.Id, "--vault-password-file", site.In("password")];
        var refused = await site.RunAsync(resume);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("--done mariadb-recovery or --again mariadb-recovery");
        var again = await site.RunAsync([.. resume, "--again", "mariadb-recovery"]);
        again.ExitCode.ShouldBe(0, again.Error);
        site.Begun.ShouldBe(new Dictionary<string, int> { ["mariadb-recovery"] = 2, ["deploy"] = 1 });
    }

    [Fact]
    public async Task A_plan_for_another_end_and_one_whose_checks_are_not_met_are_refused()
    {
        using var site = new DeploySite();
        WritePlan(site, new PlanCheck("quorum", "Queues are quorum queues", PlanVerdict.NotMet) { Remedy = "migrate them on 2024.1" });
        string[] upgrade = ["upgrade", "--cloud", "prod", "--plan", site.In("plan.json"), "--config", site.In("config")];
        (await site.RunAsync([.. upgrade, "--to", "2025.1"])).Error.ShouldContain("the plan ends at 2026.1");
        var unmet = await site.RunAsync([.. upgrade, "--to", "2026.1"]);
        unmet.ExitCode.ShouldBe(1);
        unmet.Error.ShouldContain("Queues are quorum queues");
        unmet.Error.ShouldContain("migrate them on 2024.1");
        site.Log.ShouldBe("");
    }

    [Fact]
    public async Task A_plan_in_a_file_is_confirmed_like_any()
    {
        using var site = new DeploySite();
        WritePlan(site, new PlanCheck("space", "There is room", PlanVerdict.Confirm), new PlanCheck("backup", "There is a backup", PlanVerdict.Confirm) { Lasting = true });
        string[] upgrade = ["upgrade", "--cloud", "prod", "--plan", site.In("plan.json"), "--config", site.In("config"), "--to", "2026.1", "--vault-password-file", site.In("password")];
        var refused = await site.RunAsync(upgrade);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("a person must confirm: There is room");
        refused.Error.ShouldContain("a person must confirm: There is a backup");
        (await site.RunAsync([.. upgrade, "--yes"])).Error.ShouldContain("a person must confirm: There is a backup");
        site.Log.ShouldBe("");
        var run = await site.RunAsync([.. upgrade, "--yes", "--confirm", "2025.1/backup", "--confirm", "2026.1/backup"]);
        run.Error.ShouldContain("--done 2025.1/verify");
        site.Progress.Spec.Confirmed.ShouldBe(["2025.1/space", "2025.1/backup", "2026.1/space", "2026.1/backup"]);
    }

    [Fact]
    public async Task What_is_committed_otherwise_than_deployed_is_told_by_file_and_key_with_secrets_masked()
    {
        using var site = new DeploySite();
        (await site.RunAsync(site.Kolla("deploy"))).ExitCode.ShouldBe(0);
        string[] diff = ["diff", "--cloud", "prod", "--vault-password-file", site.In("password")];
        var same = await site.RunAsync(diff);
        same.ExitCode.ShouldBe(0, same.Error);
        same.Output.ShouldContain("nothing differs");
        File.WriteAllText(site.In("config/globals.yml"), "enable_keystone: \"yes\"\nenable_heat: \"no\"\n");
        site.WriteVault("passwords.yml", $"keystone_admin_password: 'other-{DeploySite.Secret}'\noctavia_client_key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  {DeploySite.KeyLine}\n  -----END RSA PRIVATE KEY-----\nrabbitmq_password: kWq83-another-one\n");
        site.Commit("second");
        var differs = await site.RunAsync([.. diff, "-o", "json"]);
        differs.ExitCode.ShouldBe(1, differs.Error);
        differs.Output.ShouldNotContain(DeploySite.Secret);
        using var view = JsonDocument.Parse(differs.Output);
        view.RootElement.GetProperty("changes").EnumerateArray().Select(change => $"{change.GetProperty("file")} {change.GetProperty("key")} {change.GetProperty("change")} {change.GetProperty("committed")}")
            .ShouldBe(["globals.yml enable_heat added no", "passwords.yml keystone_admin_password changed [hidden]"]);
    }

    private static void WritePlan(DeploySite site, params PlanCheck[] checks)
    {
        PlanStep Step(string id, string action) => new() { Id = id, Name = action, Command = ["kolla-ansible", action, "-i", site.In("config/multinode"), "--configdir", site.In("config")], Limit = TimeSpan.FromMinutes(30) };
        PlanHop Hop(string from, string to) => new()
        {
            From = from,
            To = to,
            Version = "20.5.0",
            Checks = checks,
            Steps =
            [
                Step($"{to}/prechecks", "prechecks"), Step($"{to}/pull", "pull"), Step($"{to}/upgrade", "upgrade"),
                .. to == "2025.1" ? new[] { new PlanStep { Id = $"{to}/verify", Name = "See that the cloud works", Note = "start an instance with a volume" } } : [],
            ],
        };
        var plan = new DeployPlan { Tool = "kolla", From = "2024.1", To = "2026.1", Path = ["2024.1", "2025.1", "2026.1"], Hops = [Hop("2024.1", "2025.1"), Hop("2025.1", "2026.1")] };
        File.WriteAllText(site.In("plan.json"), JsonSerializer.Serialize(plan, PlansJson.Default.DeployPlan));
    }
}
