using System.Text.Json;
using System.Text.RegularExpressions;
using Racklight.App;
using Racklight.Deploys.Planning;
using Racklight.Deploys.Running.Commands;
using Racklight.Deploys.Running.Journal;
using Racklight.Releases;
using Racklight.State;
using Racklight.Tests.Images;
using Racklight.Tests.Releases;

namespace Racklight.Tests.Deploys.Running;

/// <summary><c>deploy upgrade --to RELEASE</c> without a plan in a file: it makes the plan that <c>deploy plan</c> makes, and carries it out.</summary>
public sealed partial class PlannedUpgradeTests
{
    private const string Globals = "enable_mariabackup: \"yes\"\nkolla_base_distro: debian\nneutron_plugin_agent: openvswitch\nenable_proxysql: \"yes\"\nenable_redis: \"no\"\nenable_zun: \"no\"\nenable_cinder: \"no\"\n";
    private static readonly string[] Releases = ["2025.1", "2025.2", "2026.1"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hops_are_planned_and_run_with_real_Ansible_and_the_real_rebase()
    {
        using var site = Cloud();
        string[] upgrade = [.. Upgrade(site), "--cautious", "--host", "debian-12"];
        var refused = await site.RunAsync(upgrade);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("2025.2 → 2026.1: a person must confirm: Each MariaDB host has 2 GB more of free disk for innodb_log_file_size");
        refused.Error.ShouldContain("try: --confirm 2026.1/innodb-log, or --yes for all of its kind");
        site.Log.ShouldBe("");

        var waits = await site.RunAsync([.. upgrade, "--yes"]);
        waits.ExitCode.ShouldBe(1, waits.Output + waits.Error);
        waits.Error.ShouldContain("--done 2025.2/verify");
        string[] password = ["--vault-password-file", site.In("password")];
        waits = await site.RunAsync(["resume", site.Run.Id, "--done", "2025.2/verify", .. password]);
        waits.Error.ShouldContain("--done 2026.1/verify");
        var ended = await site.RunAsync(["resume", site.Run.Id, "--done", "2026.1/verify", .. password]);
        ended.ExitCode.ShouldBe(0, ended.Error);

        site.Log.Split('\n').Where(static line => line.StartsWith("begin ", StringComparison.Ordinal)).Select(static line => line[6..]).ShouldBe(
            ["mariadb-backup", "install-deps", "pull", "prechecks", "upgrade", "post-deploy", "mariadb-backup", "install-deps", "pull", "prechecks", "upgrade", "post-deploy"]);
        site.Progress.State.ShouldBe(DeployState.Succeeded);
        site.Progress.Spec.Confirmed.ShouldContain("2026.1/innodb-log");
        // What is run is what `deploy plan` tells, and it stays with the run.
        var told = await site.RunAsync(["plan", "--from", "2025.1", "--to", "2026.1", "--cautious", "--host", "debian-12", .. Places(site), .. password, "-o", "json"]);
        var (kept, planned) = (Steps(await File.ReadAllTextAsync(site.Run.PlanFile, Token)), Steps(told.Output));
        kept.ShouldBe(planned);
        site.Progress.Steps.Select(static step => step.Step.Name).ShouldBe(planned);
        // The rebase went through both releases: 2026.1's sample is what the inventory is made of.
        (await File.ReadAllTextAsync(site.In("config/multinode"), Token)).ShouldContain("[kolla_logs:children]");
        (await File.ReadAllTextAsync(site.In("config/passwords.yml"), Token)).ShouldStartWith("$ANSIBLE_VAULT;1.1;AES256");
        // The history knows where the next one begins.
        var nothing = await site.RunAsync(Upgrade(site));
        nothing.Error.ShouldContain("the cloud runs 2026.1 already");
    }

    [Fact]
    public async Task On_a_terminal_each_item_is_asked_for_and_a_no_ends_it()
    {
        Need.Program("script");
        using var site = Cloud();
        var spec = site.Spec([.. Upgrade(site), "--cautious", "--host", "debian-12"]);
        var typed = await ProcessRunner.RunAsync(spec with { Program = "script", Arguments = ["--quiet", "--return", "--command", string.Join(' ', ((string[])[spec.Program, .. spec.Arguments]).Select(static word => $"'{word}'")), "/dev/null"], Input = "n\n" }, Token);
        typed.ExitCode.ShouldBe(1, typed.Output);
        typed.Output.ShouldContain("Each MariaDB host has 2 GB more of free disk for innodb_log_file_size");
        typed.Output.ShouldContain("is that so? [y/n]");
        typed.Output.ShouldContain("not confirmed: Each MariaDB host");
        site.Log.ShouldBe("");
    }

    [Fact]
    public async Task What_was_looked_up_and_is_not_so_is_refused_and_a_plan_in_a_file_takes_no_planning()
    {
        using var site = Cloud();
        await File.WriteAllTextAsync(site.In("config/globals.yml"), Globals.Replace("enable_redis: \"no\"", "enable_redis: \"yes\"", StringComparison.Ordinal), Token);
        var refused = await site.RunAsync([.. Upgrade(site), "--yes"]);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("not so: enable_redis is off and enable_valkey on, when Redis is in use");
        (await site.RunAsync([.. Upgrade(site), "--plan", "plan.json", "--host", "debian-12"])).Error.ShouldContain("--host: the plan in --plan says that already");
        (await site.RunAsync(["upgrade", "--cloud", "prod", "--to", "2026.1", "--config", site.In("config"), "--venvs", site.In("none")])).Error.ShouldContain("try: --from-release RELEASE");
    }

    [Fact]
    public async Task After_an_upgrade_that_stopped_in_the_middle_the_next_does_not_guess_what_runs()
    {
        using var site = Cloud();
        await File.WriteAllTextAsync(site.In("config/globals.yml"), Globals + "fails: [mariadb-backup]\n", Token);
        (await site.RunAsync([.. Upgrade(site), "--yes"])).ExitCode.ShouldBe(3);
        var refused = await site.RunAsync([.. Upgrade(site), "--yes"]);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain($"the last upgrade of prod, deploy {site.Run.Id} (upgrade 2025.1 → 2026.1), stopped in the middle");
        refused.Error.ShouldContain($"racklight deploy resume {site.Run.Id}; or say where it stands: --from-release RELEASE");
        (await site.RunAsync([.. Upgrade(site), "--from-release", "2025.1"])).Error.ShouldContain("a person must confirm");
    }

    [Fact]
    public void Yes_does_not_confirm_what_would_be_lost_for_good()
    {
        var plan = Plan(new PlanCheck("disk", "There is room", PlanVerdict.Confirm), new PlanCheck("backup", "It was backed up", PlanVerdict.Confirm) { Lasting = true }, new PlanCheck("seen", "It is so", PlanVerdict.Met));
        using var shown = new StringWriter();
        var refused = Should.Throw<ProblemException>(() => Confirmations.Require(plan, yes: true, [], null, shown));
        refused.Problems.ShouldHaveSingleItem().ToString().ShouldContain("It was backed up\n    try: --confirm zed/backup (--yes does not: what is lost does not come back)");
        Confirmations.Require(plan, yes: true, ["zed/backup"], null, shown).ShouldBe(["zed/disk", "zed/backup"]);
        Should.Throw<ProblemException>(() => Confirmations.Require(plan, yes: true, ["zed/bakup"], null, shown)).Message.ShouldContain("did you mean `zed/backup`?");
        using (var person = new StringReader("maybe\ny\nYES\n")) Confirmations.Require(plan, yes: false, [], person, shown).Count.ShouldBe(2);
        using (var person = new StringReader("y\n")) Should.Throw<ProblemException>(() => Confirmations.Require(plan, yes: false, [], person, shown)).Message.ShouldContain("not confirmed: It was backed up");
        shown.ToString().ShouldContain("yoga → zed: There is room");
    }

    [Fact]
    public void The_checks_that_guard_data_are_marked_in_what_is_known_of_releases()
    {
        var plan = Planner.Kolla(Series.Find("train")!, Series.Find("zed")!, cautious: true, new PlanOptions { Config = "/etc/kolla", Inventory = "/etc/kolla/multinode" });
        Confirmations.Of(plan).Where(static one => one.Check.Lasting).Select(static one => one.Name).ShouldBe(["ussuri/external-ceph", "wallaby/prometheus-data", "zed/elasticsearch-backup"]);
    }

    private static DeployPlan Plan(params PlanCheck[] checks) => new() { Tool = "kolla", From = "yoga", To = "zed", Path = ["yoga", "zed"], Hops = [new PlanHop { From = "yoga", To = "zed", Version = "15.6.0", Checks = checks, Steps = [] }] };

    private static string[] Upgrade(DeploySite site) => ["upgrade", "--cloud", "prod", "--to", "2026.1", .. Places(site), "--vault-password-file", site.In("password")];

    private static string[] Places(DeploySite site) => ["--config", site.In("config"), "--venvs", site.In("venvs"), "--backups", site.In("backups")];

    private static string[] Steps(string json) => [.. JsonSerializer.Deserialize(json, PlansJson.Default.DeployPlan)!.AllSteps().Select(static step => step.Id)];

    /// <summary>A cloud on 2025.1 with that release's own files, and what would reach for the network replaced: the environments are there, and pip says what it was told.</summary>
    private static DeploySite Cloud()
    {
        var inventory = KollaData.Text(Series.Find("2025.1")!, "multinode");
        var site = new DeploySite();
        File.WriteAllText(site.In("config/globals.yml"), Globals);
        // All on this machine: real Ansible runs over each host that is named.
        File.WriteAllText(site.In("config/multinode"), Hosts().Replace(inventory, "").Replace("[control]\n", "[control]\nlocalhost ansible_connection=local\n", StringComparison.Ordinal));
        site.Program("bin/racklight", $"exec dotnet exec {Path.Combine(AppContext.BaseDirectory, "racklight.dll")} \"$@\"");
        // What is in an environment once pip has filled it is put there at once.
        site.Program("bin/python3", $"[ \"$2\" = venv ] || exec /usr/bin/python3 \"$@\"\ncp --archive {site.In("releases")}/\"${{3##*/}}\" \"$3\"");
        foreach (var series in Releases)
        {
            var venv = $"releases/{series}";
            site.Program($"{venv}/bin/pip", "echo pip \"$@\"");
            File.CreateSymbolicLink(site.In($"{venv}/bin/kolla-ansible"), Path.Combine(AppContext.BaseDirectory, "Deploys/Running/StandIns/kolla-ansible"));
            foreach (var name in (string[])["globals.yml", "passwords.yml", "multinode", "all-in-one"])
            {
                var place = name.EndsWith(".yml", StringComparison.Ordinal) ? "share/kolla-ansible/etc_examples/kolla" : "share/kolla-ansible/ansible/inventory";
                Directory.CreateDirectory(site.In($"{venv}/{place}"));
                File.Copy(KollaData.File(Series.Find(series)!, name), site.In($"{venv}/{place}/{name}"));
            }
        }
        Directory.CreateDirectory(site.In("venvs"));
        Directory.Move(site.In("releases/2025.1"), site.In("venvs/2025.1"));
        return site;
    }

    [GeneratedRegex("^(control|network|compute|monitoring|storage)[0-9]+\n", RegexOptions.Multiline)]
    private static partial Regex Hosts();
}
