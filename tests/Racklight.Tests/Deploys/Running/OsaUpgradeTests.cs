using System.Text;
using Racklight.Deploys.Running;
using Racklight.Deploys.Running.Journal;
using Racklight.Deploys.Running.Redaction;
using Racklight.State;

namespace Racklight.Tests.Deploys.Running;

/// <summary>
/// A planned upgrade of an openstack-ansible cloud, carried out by the real program: git and ansible-vault are real, openstack-ansible and
/// bootstrap-ansible.sh stand-ins, of which the first calls real Ansible.
/// </summary>
public sealed class OsaUpgradeTests
{
    private const string BeforeCollection = "openstack.osa.setup_hosts\nopenstack.osa.setup_infrastructure\nopenstack.osa.setup_openstack\nopenstack.osa.galera_server\n";
    private const string Collection = BeforeCollection + "openstack.osa.upgrade.deploy_config_changes\nopenstack.osa.tools.galera_cluster_rolling_restart\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hops_are_planned_and_run_with_secrets_in_the_vault_throughout_killed_in_the_middle_and_resumed()
    {
        using var site = await CloudAsync();
        var refused = await site.RunAsync([.. Upgrade(site), "--from-release", "2024.1"]);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("2024.1 → 2025.1: a person must confirm: RabbitMQ is 3.13 or newer");
        refused.Error.ShouldContain("try: --confirm 2026.1/overrides, or --yes for all of its kind");
        site.Log.ShouldBe("");

        var waits = await site.RunAsync([.. Upgrade(site), "--from-release", "2024.1", "--yes"]);
        waits.Error.ShouldContain("--done 2025.1/backup-databases");
        foreach (var done in (string[])["2025.1/backup-databases", "2025.1/verify"])
        {
            waits = await ResumeAsync(site, "--done", done);
            waits.ExitCode.ShouldBe(1, waits.Output + waits.Error);
        }
        waits.Error.ShouldContain("--done 2026.1/backup-databases");

        site.Hold("setup-infrastructure");
        using (var front = site.Start(["resume", site.Run.Id, "--done", "2026.1/backup-databases", .. Password(site)]))
        {
            await site.ReachedAsync("setup-infrastructure");
            var known = DeploySite.Forbidden().ToList();
            LeakSearch.InCommandLines(known);
            LeakSearch.Below(PrivateScratch.PathOf(site.Run.Id), known);
            await site.KillRunnerAsync();
            await front.WaitForExitAsync(Token);
        }
        site.LetGo("setup-infrastructure");
        site.Progress.Current!.Step.Name.ShouldBe("2026.1/infrastructure");
        (await ResumeAsync(site)).Error.ShouldContain("--done 2026.1/verify");
        var ended = await ResumeAsync(site, "--done", "2026.1/verify");
        ended.ExitCode.ShouldBe(0, ended.Error);

        string[] first = ["bootstrap 31.2.1", "begin deploy-config-changes", "begin setup-hosts", "begin setup-hosts", "begin setup-infrastructure", "begin galera-cluster-rolling-restart", "begin setup-openstack"];
        string[] second = ["bootstrap 33.0.1", "begin upgrade.deploy-config-changes", "begin setup-hosts", "begin setup-hosts", "begin setup-infrastructure", "begin setup-infrastructure", "begin tools.galera-cluster-rolling-restart", "begin setup-openstack"];
        site.Log.Split('\n').Where(static line => line.StartsWith("begin ", StringComparison.Ordinal) || line.StartsWith("bootstrap ", StringComparison.Ordinal)).ShouldBe([.. first, .. second]);
        site.Progress.Steps.Where(static step => step.Attempts != 1).Select(static step => (step.Step.Name, step.Attempts))
            .ShouldBe([("2025.1/backup-databases", 0), ("2025.1/verify", 0), ("2026.1/backup-databases", 0), ("2026.1/infrastructure", 2), ("2026.1/verify", 0)]);
        site.Progress.Steps.ShouldAllBe(static step => step.State == StepState.Succeeded);
        // Hosts with databases and queues are set up apart, and these without restarts.
        LogOf(site, "2026.1/hosts-others").ShouldContain("compute1 ");
        LogOf(site, "2026.1/hosts-others").ShouldNotContain("infra1 ");
        LogOf(site, "2026.1/hosts-stateful").ShouldContain("infra1 ");
        LogOf(site, "2026.1/hosts-stateful").ShouldNotContain("compute1 ");

        await SecretsAreWholeAndNowhereElseAsync(site);
        File.Exists(site.In("config/user_upgrade.yml")).ShouldBeTrue("the playbook on settings did not work on this configuration");
        File.Exists(site.In("backups/2025.1-2026.1/config.tar.gz")).ShouldBeTrue();
        File.Exists(Path.Combine(site.Run.Inventory, site.In("config/openstack_user_config.yml").TrimStart('/'))).ShouldBeTrue();
        // The history knows the tool and where the next one begins.
        (await site.RunAsync(["upgrade", "--cloud", "prod", "--to", "2026.1", "--config", site.In("config"), .. Password(site)])).Error.ShouldContain("the cloud runs 2026.1 already");
    }

    [Fact]
    public async Task A_database_cluster_that_is_down_is_bootstrapped_once_unless_a_person_says_again()
    {
        using var site = await CloudAsync();
        site.Hold("galera-server");
        using (var front = site.Start(["run", "--tool", "osa", "--cloud", "prod", "--release", "2025.1", "--config", site.In("config"), "--grace", "20s", .. Password(site), "galera-recovery"]))
        {
            await site.ReachedAsync("galera-server");
            await site.KillRunnerAsync();
            await front.WaitForExitAsync(Token);
        }
        site.LetGo("galera-server");
        var refused = await ResumeAsync(site);
        refused.ExitCode.ShouldBe(1, refused.Error);
        refused.Error.ShouldContain("--done galera-recovery or --again galera-recovery");
        (await ResumeAsync(site, "--again", "galera-recovery")).ExitCode.ShouldBe(0);
        site.Log.Split('\n').Where(static line => line.StartsWith("called ", StringComparison.Ordinal)).ShouldBe(Enumerable.Repeat("called openstack.osa.galera_server -e galera_force_bootstrap=true --tags galera_server-config", 2));
    }

    [Fact]
    public async Task A_release_without_a_tag_and_a_missing_repository_are_told_as_what_they_are()
    {
        using var site = await CloudAsync();
        await DeployTools.GitAsync(site.In("upstream"), "tag", "--delete", "31.0.0", "31.2.1");
        (await site.RunAsync([.. Upgrade(site), "--from-release", "2024.1", "--yes"])).ExitCode.ShouldBe(1);
        var failed = await ResumeAsync(site, "--done", "2025.1/backup-databases");
        failed.ExitCode.ShouldBe(3, failed.Error);
        failed.Error.ShouldContain($"no release 31.x among the tags of {site.In("checkout")}");
        Directory.Delete(site.In("checkout"), recursive: true);
        failed = await ResumeAsync(site);
        failed.ExitCode.ShouldBe(3, failed.Error);
        failed.Error.ShouldContain($"the directory {site.In("checkout")} does not exist");
        site.Log.ShouldBe("");
    }

    /// <summary>The vault holds what it held and what the releases added; none of it is in clear anywhere.</summary>
    private static async Task SecretsAreWholeAndNowhereElseAsync(DeploySite site)
    {
        (await File.ReadAllTextAsync(site.In("config/user_secrets.yml"), Token)).ShouldStartWith("$ANSIBLE_VAULT;1.1;AES256");
        var opened = await DeployTools.RunAsync(site.In("config"), new Dictionary<string, string?> { ["HOME"] = site.In("home") }, "ansible-vault", "view", "--vault-password-file", site.In("password"), "user_secrets.yml");
        opened.ExitCode.ShouldBe(0, opened.Error);
        var values = opened.Output.Split('\n').Select(static line => line.Split(": ", 2)).Where(static parts => parts.Length == 2).ToDictionary(static parts => parts[0], static parts => parts[1].Trim('"', '\''));
        values["keystone_admin_password"].ShouldBe(DeploySite.Secret);
        string[] made = [values["nova_service_password"], values["blazar_service_password"]];
        made.ShouldAllBe(static secret => secret.Length >= 16);
        LogOf(site, "2026.1/openstack").ShouldContain("plain [hidden keystone_admin_password]");
        LogOf(site, "2026.1/openstack").ShouldContain("new [hidden nova_service_password]");
        List<byte[]> forbidden = [.. DeploySite.Forbidden(), .. made.SelectMany(SecretForms.Of).Select(Encoding.UTF8.GetBytes)];
        foreach (var directory in (string[])["state", "home", "config", "checkout"]) LeakSearch.Below(site.In(directory), forbidden);
        Directory.Exists(PrivateScratch.PathOf(site.Run.Id)).ShouldBeFalse();
    }

    private static string LogOf(DeploySite site, string step) => File.ReadAllText(site.Run.LogOf(site.Progress.Spec, step));

    private static string[] Password(DeploySite site) => ["--vault-password-file", site.In("password")];

    private static string[] Upgrade(DeploySite site)
        => ["upgrade", "--cloud", "prod", "--for", "osa", "--to", "2026.1", "--host", "debian-12", "--config", site.In("config"), "--checkout", site.In("checkout"), "--backups", site.In("backups"), .. Password(site)];

    private static Task<Racklight.App.ProcessResult> ResumeAsync(DeploySite site, params string[] more) => site.RunAsync(["resume", site.Run.Id, .. Password(site), .. more]);

    /// <summary>A cloud on 2024.1: a vaulted user_secrets.yml, overrides, hosts with and without databases, and the tool's repository with later releases to fetch.</summary>
    private static async Task<DeploySite> CloudAsync()
    {
        var site = new DeploySite();
        foreach (var kolla in (string[])["globals.yml", "passwords.yml", "multinode"]) File.Delete(site.In("config/" + kolla));
        await File.WriteAllTextAsync(site.In("config/openstack_user_config.yml"), "cidr_networks: { management: 172.29.236.0/22 }\n", Token);
        await File.WriteAllTextAsync(site.In("config/user_variables.yml"), "debug: false\n", Token);
        Directory.CreateDirectory(site.In("config/env.d"));
        await File.WriteAllTextAsync(site.In("config/env.d/nova.yml"), "{}\n", Token);
        site.Commit("openstack-ansible");
        await File.WriteAllTextAsync(site.In("inventory.ini"), "[all:vars]\nansible_connection=local\n[galera_all]\ninfra1\n[rabbitmq_all]\ninfra1\n[compute_hosts]\ncompute1\n", Token);
        Directory.CreateDirectory(site.In("upstream"));
        await DeployTools.GitAsync(site.In("upstream"), "init", "--quiet", "--initial-branch", "master");
        await ReleaseAsync(site, "29.2.0", "", BeforeCollection);
        await DeployTools.GitAsync(site.Root, "clone", "--quiet", site.In("upstream"), site.In("checkout"));
        await ReleaseAsync(site, "31.0.0", "nova_service_password:\n", BeforeCollection);
        await ReleaseAsync(site, "31.2.1", "nova_service_password:\n", BeforeCollection);
        await ReleaseAsync(site, "33.0.1", "nova_service_password:\nblazar_service_password:\n", Collection);
        await ReleaseAsync(site, "33.1.0.0rc1", "", "");
        return site;
    }

    /// <summary>A release of the tool, as far as an upgrade looks at it.</summary>
    private static async Task ReleaseAsync(DeploySite site, string version, string secrets, string collection)
    {
        foreach (var directory in (string[])["scripts/upgrade-utilities", "etc/openstack_deploy", "playbooks"]) Directory.CreateDirectory(site.In("upstream/" + directory));
        var standIns = Path.Combine(AppContext.BaseDirectory, "Deploys/Running/StandIns");
        await File.WriteAllTextAsync(site.In("upstream/collection"), collection, Token);
        await File.WriteAllTextAsync(site.In("upstream/playbooks/README"), version + "\n", Token);
        await File.WriteAllTextAsync(site.In("upstream/etc/openstack_deploy/user_secrets.yml"), $"---\nkeystone_admin_password:\n{secrets}", Token);
        await File.WriteAllTextAsync(site.In("upstream/scripts/upgrade-utilities/deploy-config-changes.yml"), $"- import_playbook: {standIns}/config-changes.yml\n", Token);
        await File.WriteAllTextAsync(site.In("upstream/scripts/upgrade-utilities/galera-cluster-rolling-restart.yml"), $"- import_playbook: {standIns}/site.yml\n", Token);
        site.Program("upstream/scripts/bootstrap-ansible.sh", $"set -eu\ncd \"$(dirname \"$0\")/..\"\ncp collection {site.In("collection")}\necho \"bootstrap {version}\" >> \"$STANDIN_LOG\"");
        await DeployTools.GitAsync(site.In("upstream"), "add", "--all");
        await DeployTools.GitAsync(site.In("upstream"), "commit", "--quiet", "--message", version);
        await DeployTools.GitAsync(site.In("upstream"), "tag", version);
    }
}
