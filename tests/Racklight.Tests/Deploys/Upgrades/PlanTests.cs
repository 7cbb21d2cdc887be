using System.Text.Json;
using Racklight.Deploys.Planning;
using Racklight.Deploys.Planning.Knowledge;
using Racklight.Releases;

namespace Racklight.Tests.Deploys.Upgrades;

public sealed class PlanTests
{
    private static readonly PlanOptions Options = new() { Config = "/etc/kolla", Inventory = "/etc/kolla/multinode" };

    [Theory]
    [InlineData("queens", "2026.1", 13, 16)]
    [InlineData("2023.1", "2026.1", 3, 6)]
    [InlineData("2023.2", "2026.1", 3, 5)]
    [InlineData("2024.2", "2025.2", 2, 2)]
    [InlineData("2024.1", "2025.2", 2, 3)]
    [InlineData("zed", "2024.1", 2, 3)]
    [InlineData("yoga", "zed", 1, 1)]
    [InlineData("2025.1", "2025.1", 0, 0)]
    public void The_shortest_and_the_cautious_way_are_legal(string from, string to, int shortest, int cautious)
    {
        var (a, b) = (Of(from), Of(to));
        foreach (var (path, hops) in new[] { (UpgradePath.Shortest(a, b), shortest), (UpgradePath.Cautious(a, b), cautious) })
        {
            path.Count.ShouldBe(hops + 1);
            path[0].ShouldBe(a);
            path[^1].ShouldBe(b);
            path.Zip(path.Skip(1)).ShouldAllBe(static hop => UpgradePath.Allows(hop.First, hop.Second));
        }
    }

    [Theory]
    [InlineData("2023.1", "2024.1", true)]
    [InlineData("2023.2", "2024.2", false)]
    [InlineData("zed", "2023.2", false)]
    [InlineData("2024.1", "2026.1", false)]
    [InlineData("yoga", "2023.1", false)]
    [InlineData("2024.2", "2024.1", false)]
    public void Only_from_slurp_to_slurp_may_a_release_be_skipped(string from, string to, bool allowed) => UpgradePath.Allows(Of(from), Of(to)).ShouldBe(allowed);

    [Fact]
    public void No_way_leads_back() => Should.Throw<ProblemException>(() => Planner.Kolla(Of("2025.1"), Of("2024.1"), false, Options)).Message.ShouldContain("there is no way back");

    [Fact]
    public void Ubuntu_hosts_become_24_04_while_on_the_last_release_that_takes_both()
    {
        var plan = Planner.Kolla(Of("2023.1"), Of("2026.1"), false, Options with { Host = "ubuntu-22.04" });
        plan.AllSteps().Single(static step => step.Id.EndsWith("/hosts", StringComparison.Ordinal)).ShouldSatisfyAllConditions(
            static step => step.Id.ShouldBe("2025.1/hosts"),
            static step => step.Name.ShouldContain("ubuntu-24.04"),
            static step => step.Manual.ShouldBeTrue());
        Planner.Kolla(Of("2023.1"), Of("2026.1"), false, Options with { Host = "rocky-9" }).AllSteps().Single(static step => step.Id.EndsWith("/hosts", StringComparison.Ordinal)).Id.ShouldBe("2026.1/hosts");
        Planner.Kolla(Of("2023.1"), Of("2026.1"), false, Options with { Host = "debian-12" }).AllSteps().ShouldAllBe(static step => !step.Id.EndsWith("/hosts", StringComparison.Ordinal));
        Planner.Kolla(Of("ussuri"), Of("wallaby"), false, Options with { Host = "ubuntu-18.04" }).AllSteps().Single(static step => step.Id.EndsWith("/hosts", StringComparison.Ordinal)).Id.ShouldBe("wallaby/hosts");
    }

    [Fact]
    public void Commands_are_in_the_syntax_of_the_release_that_runs_them()
    {
        var plan = Planner.Kolla(Of("2024.1"), Of("2024.2"), false, Options);
        Command(plan, "2024.2/backup-databases").ShouldBe("/opt/kolla-ansible/2024.1/bin/kolla-ansible --inventory /etc/kolla/multinode --configdir /etc/kolla mariadb_backup");
        Command(plan, "2024.2/upgrade").ShouldBe("/opt/kolla-ansible/2024.2/bin/kolla-ansible upgrade --inventory /etc/kolla/multinode --configdir /etc/kolla");
        Command(Planner.Kolla(Of("2024.2"), Of("2025.1"), false, Options), "2025.1/backup-databases").ShouldContain("kolla-ansible mariadb-backup --inventory");
        plan.AllSteps().First(static step => step.Id == "2024.2/upgrade").Environment["PATH"].ShouldStartWith("/opt/kolla-ansible/2024.2/bin:");
    }

    [Fact]
    public void Rabbitmq_is_upgraded_in_between_only_where_a_release_is_skipped()
    {
        Command(Planner.Kolla(Of("2023.1"), Of("2024.1"), false, Options), "2024.1/rabbitmq-3.12").ShouldEndWith("rabbitmq-upgrade 3.12");
        Planner.Kolla(Of("2023.1"), Of("2024.1"), true, Options).AllSteps().ShouldNotContain(static step => step.Id.Contains("rabbitmq", StringComparison.Ordinal));
        Planner.Kolla(Of("2023.1"), Of("2024.1"), false, Options).AllSteps().Single(static step => step.Id == "2024.1/rabbitmq-3.12").Repeatable.ShouldBeFalse();
    }

    [Fact]
    public void A_database_backup_comes_before_each_upgrade_and_every_step_has_an_id_of_its_own()
    {
        var plan = Planner.Kolla(Of("queens"), Of("2026.1"), true, Options);
        foreach (var hop in plan.Hops)
        {
            var ids = hop.Steps.Select(static step => step.Id.Split('/')[1]).ToList();
            ids.IndexOf("backup-databases").ShouldBeInRange(0, ids.IndexOf("upgrade") - 1);
            ids.IndexOf("rebase").ShouldBeInRange(ids.IndexOf("venv-tool"), ids.IndexOf("pull"));
        }
        plan.AllSteps().Select(static step => step.Id).ShouldBeUnique();
        plan.AllSteps().Where(static step => !step.Manual).ShouldAllBe(static step => step.Limit != null);
    }

    [Fact]
    public void Checks_are_answered_from_the_settings_where_they_tell()
    {
        var settings = CloudSettings.Of("enable_redis: \"yes\"\nenable_proxysql: no\nneutron_plugin_agent: ovn\nenable_magnum: true\nenable_valut: yes\nenable_venus: no\n");
        var hop = Planner.Kolla(Of("2025.1"), Of("2025.2"), false, Options with { Settings = settings }).Hops[0];
        Verdict(hop, "no-redis").ShouldBe(PlanVerdict.NotMet);
        Verdict(hop, "proxysql").ShouldBe(PlanVerdict.NotMet);
        Verdict(hop, "neutron-driver").ShouldBe(PlanVerdict.Met);
        Verdict(hop, "hosts").ShouldBe(PlanVerdict.Confirm);
        hop.VanishedSettings.ShouldBe(["enable_redis", "enable_venus"]);
        // Neither what the new release has no more, nor what is no service of any.
        hop.Images.ShouldBe(["magnum"]);
        Verdict(Planner.Kolla(Of("2025.1"), Of("2025.2"), false, Options).Hops[0], "no-redis").ShouldBe(PlanVerdict.Confirm);
        var template = CloudSettings.Of("enable_proxysql: \"{{ something }}\"\n");
        Verdict(Planner.Kolla(Of("2025.1"), Of("2025.2"), false, Options with { Settings = template }).Hops[0], "proxysql").ShouldBe(PlanVerdict.Confirm);
    }

    [Fact]
    public void A_plan_comes_back_from_its_json()
    {
        var plan = Planner.Kolla(Of("2024.1"), Of("2026.1"), false, Options with { Host = "ubuntu-22.04" });
        var json = JsonSerializer.Serialize(plan, PlansJson.Default.DeployPlan);
        JsonSerializer.Serialize(JsonSerializer.Deserialize(json, PlansJson.Default.DeployPlan)!, PlansJson.Default.DeployPlan).ShouldBe(json);
    }

    [Fact]
    public void Openstack_ansible_s_upgrade_keeps_its_hands_off_encrypted_secrets()
    {
        var plan = Planner.Osa(Of("2025.1"), Of("2026.1"), false, Options with { Config = "/etc/openstack_deploy" });
        plan.Hops.Single().Skips.ShouldBeTrue();
        Command(plan, "2026.1/settings").ShouldBe("openstack-ansible openstack.osa.upgrade.deploy_config_changes --skip-tags update-secrets");
        plan.AllSteps().Select(static step => step.Id).ShouldBeUnique();
    }

    [Fact]
    public void Knowledge_names_only_what_releases_have()
    {
        var names = ReleaseNames.KollaVariables.All.Concat(ReleaseNames.KollaSettings.All).ToHashSet();
        foreach (var (series, facts) in UpgradeKnowledge.Kolla.Releases)
        {
            var to = Of(series);
            var from = Series.All[to.Index - 1];
            facts.Checks.Select(static check => check.Setting).OfType<string>().ShouldAllBe(setting => names.Contains(setting) || setting == "kolla_install_type" || setting == "enable_ceph");
            facts.Checks.Select(static check => check.When).OfType<string>().ShouldAllBe(setting => names.Contains(setting));
            foreach (var (old, name) in facts.Groups)
            {
                ReleaseNames.KollaGroups.Has(from, old).ShouldBeTrue($"{series}: {old}");
                ReleaseNames.KollaGroups.Has(to, name).ShouldBeTrue($"{series}: {name}");
            }
            foreach (var (old, name) in facts.Settings)
            {
                names.ShouldContain(old);
                (ReleaseNames.KollaVariables.Has(to, name) || ReleaseNames.KollaSettings.Has(to, name)).ShouldBeTrue($"{series}: {name}");
            }
            facts.Hosts.ShouldAllBe(host => HostSystems.All.Contains(host));
        }
        Series.All.Skip(1).ShouldAllBe(static series => UpgradeKnowledge.Kolla.Releases.ContainsKey(series.Name));
    }

    private static Series Of(string name) => Series.Find(name)!;

    private static string Command(DeployPlan plan, string id) => string.Join(' ', plan.AllSteps().Single(step => step.Id == id).Command);

    private static PlanVerdict Verdict(PlanHop hop, string check) => hop.Checks.Single(one => one.Id == check).Verdict;
}
