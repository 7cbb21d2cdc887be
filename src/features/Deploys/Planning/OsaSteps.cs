using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>
/// The steps of one hop of openstack-ansible: what its scripts/run-upgrade.sh runs, one by one, so that a run can be resumed in the middle.
/// The step on settings leaves secrets out (<c>--skip-tags update-secrets</c>): it would need user_secrets.yml in clear.
/// </summary>
internal sealed class OsaSteps(Series from, Series to, PlanOptions options)
{
    private const string Checkout = "/opt/openstack-ansible";
    private const int Collections = 31;

    /// <summary>All steps.</summary>
    public IReadOnlyList<PlanStep> All(string? hosts)
    {
        var folder = Path.Combine(options.Backups, $"{from}-{to}");
        var steps = new List<PlanStep>
        {
            Step("backup-folder", "Make a private folder for backups", ["install", "--directory", "--mode=0700", folder], 1),
            Step("backup-config", $"Keep {options.Config} as it is", ["tar", "--create", "--gzip", "--file", Path.Combine(folder, "config.tar.gz"), "--directory", "/etc", Path.GetFileName(options.Config.TrimEnd('/'))], 10),
            Person("backup-databases", "Back the databases up", "mariabackup in a galera container, to a place outside of the cloud"),
        };
        if (hosts is not null) steps.Add(Person("hosts", $"Upgrade the hosts' system to {hosts}", $"one host after the other while {from} runs"));
        steps.Add(Step("checkout", $"Check {to} out", ["git", "-C", Checkout, "checkout", $"stable/{to}"], 10) with { Note = "a tag is better: see git tag --list" });
        steps.Add(Step("bootstrap", "Install Ansible and the roles of the release", [$"{Checkout}/scripts/bootstrap-ansible.sh"], 60));
        steps.Add(Person("secrets", "Add the release's new secrets", $"racklight secret merge --old {options.Config}/user_secrets.yml --new {Checkout}/etc/openstack_deploy/user_secrets.yml --final {options.Config}/user_secrets.yml, then racklight secret generate --for osa {options.Config}/user_secrets.yml"));
        if (to.OsaMajor < Collections)
        {
            // Before the collection the playbooks of an upgrade differ from release to release; its own script knows them.
            steps.Add(Person("upgrade", $"Upgrade to {to}", $"{Checkout}/scripts/run-upgrade.sh: it marks what is done in {options.Config}/upgrade-{to} and goes on from there"));
            return steps;
        }
        steps.Add(Playbook("settings", "Bring the settings to the release", ["openstack.osa.upgrade.deploy_config_changes", "--skip-tags", "update-secrets"], 60));
        steps.Add(Playbook("hosts-others", "Set the hosts up, but for databases and message queues", ["openstack.osa.setup_hosts", "--limit", "!galera_all:!rabbitmq_all", "-e", "package_state=latest"], 480));
        steps.Add(Playbook("hosts-stateful", "Set the hosts of databases and message queues up, without restarts", ["openstack.osa.setup_hosts", "-e", "lxc_container_allow_restarts=false", "--limit", "galera_all:rabbitmq_all"], 240));
        steps.Add(Playbook("infrastructure", "Upgrade MariaDB, RabbitMQ and the rest below OpenStack", ["openstack.osa.setup_infrastructure", "-e", "galera_upgrade=true", "-e", "rabbitmq_upgrade=true", "-e", "package_state=latest"], 480) with { Interrupts = "APIs while the message queue restarts" });
        steps.Add(Playbook("galera-restart", "Restart MariaDB node by node", ["openstack.osa.tools.galera_cluster_rolling_restart"], 120));
        steps.Add(Playbook("openstack", $"Upgrade OpenStack to {to}", ["openstack.osa.setup_openstack", "-e", "package_state=latest"], 720) with { Interrupts = "each API for the time that its services and its database schema change" });
        steps.Add(Person("verify", $"See that the cloud works on {to}", "start an instance with a volume and a network"));
        return steps;
    }

    private PlanStep Playbook(string id, string name, IReadOnlyList<string> arguments, int minutes) => Step(id, name, ["openstack-ansible", .. arguments, .. options.VaultArguments], minutes) with { Directory = $"{Checkout}/playbooks" };

    private PlanStep Step(string id, string name, IReadOnlyList<string> command, int minutes) => new() { Id = $"{to}/{id}", Name = name, Command = command, Limit = TimeSpan.FromMinutes(minutes) };

    private PlanStep Person(string id, string name, string note) => new() { Id = $"{to}/{id}", Name = name, Note = note };
}
