using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>
/// The steps of one hop of openstack-ansible: what its scripts/run-upgrade.sh runs, one by one, so that a run can be resumed in the middle.
/// The step on settings leaves secrets out (<c>--skip-tags update-secrets</c>): it greps in user_secrets.yml and would need it in clear. They are
/// merged and made before, within the vault.
/// </summary>
internal sealed class OsaSteps(Series from, Series to, PlanOptions options)
{
    /// <summary>Sets the newest release of a series up in the checkout; pre-releases have letters. A tag, since branches move, and those of old releases are gone.</summary>
    private const string NewestTag = """tag=$(git tag --list "$1.*" --sort=-version:refname | grep -m 1 -E "^[0-9.]+$") || { echo "no release $1.x among the tags of $PWD" >&2; exit 1; }; exec git checkout --detach "$tag" --""";

    private readonly OsaPlaybooks _playbooks = new(to, options.Checkout);

    /// <summary>All steps.</summary>
    /// <param name="hosts">What the hosts become before, or null.</param>
    public IReadOnlyList<PlanStep> All(string? hosts) => [.. Keep(), .. Hosts(hosts), .. Install(), .. Secrets(), .. Run()];

    private IEnumerable<PlanStep> Keep()
    {
        var folder = Path.Combine(options.Backups, $"{from}-{to}");
        yield return Step("backup-folder", "Make a private folder for backups", ["install", "--directory", "--mode=0700", folder], 1);
        yield return Step("backup-config", $"Keep {options.Config} as it is", ["tar", "--create", "--gzip", "--file", Path.Combine(folder, "config.tar.gz"), "--directory", Path.GetDirectoryName(options.Config.TrimEnd('/')) ?? "/", Path.GetFileName(options.Config.TrimEnd('/'))], 10);
        yield return Person("backup-databases", "Back the databases up", "mariabackup in a galera container, to a place outside of the cloud");
    }

    private IEnumerable<PlanStep> Hosts(string? hosts)
    {
        if (hosts is not null) yield return Person("hosts", $"Upgrade the hosts' system to {hosts}", $"one host after the other while {from} runs: {to} does not take {options.Host}") with { Interrupts = "what runs on the host that is being upgraded" };
    }

    private IEnumerable<PlanStep> Install()
    {
        var major = to.OsaMajor.ToString(System.Globalization.CultureInfo.InvariantCulture);
        yield return Step("fetch", "Fetch openstack-ansible's releases", ["git", "-C", options.Checkout, "fetch", "--tags", "origin"], 15);
        yield return Step("checkout", $"Check the newest {major}.x out", ["sh", "-c", NewestTag, "checkout", major], 10) with { Directory = options.Checkout };
        yield return Step("bootstrap", "Install Ansible and the roles of the release", [$"{options.Checkout}/scripts/bootstrap-ansible.sh"], 60) with { Directory = options.Checkout };
    }

    private IEnumerable<PlanStep> Secrets()
    {
        var secrets = $"{options.Config}/user_secrets.yml";
        yield return Step("secrets-merge", "Add the names of the release's new secrets, within the vault", ["racklight", "secret", "merge", "--old", secrets, "--new", $"{options.Checkout}/etc/openstack_deploy/user_secrets.yml", "--final", secrets, .. options.VaultArguments], 5);
        yield return Step("secrets-generate", "Make those secrets", ["racklight", "secret", "generate", "--for", "osa", secrets, .. options.VaultArguments], 5);
    }

    private IEnumerable<PlanStep> Run()
    {
        if (!_playbooks.AreUniform)
        {
            // The playbooks of these upgrades differ from release to release; its own script knows them.
            yield return Person("upgrade", $"Upgrade to {to}", $"{options.Checkout}/scripts/run-upgrade.sh goes on where it stopped, by its marks in {options.Config}/upgrade-{to}. With a vaulted user_secrets.yml it stops at deploy-config-changes.yml: run that playbook with --skip-tags update-secrets and mark it as done (a mark is called as the md5sum of the playbook's line, .complete)");
            yield break;
        }
        yield return Playbook("settings", "Bring the settings to the release", [_playbooks.Settings, "--skip-tags", "update-secrets"], 60) with { Environment = Reviewed };
        if (OsaHosts.Read(options.Config) is { AllAreStateful: true })
        {
            yield return Playbook("hosts", "Set the hosts up", [_playbooks.SetupHosts, "-e", "package_state=latest"], 480) with { Note = "each host has a database or a message queue: they cannot be set up apart from the others" };
        }
        else
        {
            yield return Playbook("hosts-others", "Set the hosts up, but for databases and message queues", [_playbooks.SetupHosts, "--limit", "!galera_all:!rabbitmq_all", "-e", "package_state=latest"], 480);
            yield return Playbook("hosts-stateful", "Set the hosts of databases and message queues up, without restarts", [_playbooks.SetupHosts, "-e", "lxc_container_allow_restarts=false", "--limit", "galera_all:rabbitmq_all"], 240);
        }
        yield return Playbook("infrastructure", "Upgrade MariaDB, RabbitMQ and the rest below OpenStack", [_playbooks.SetupInfrastructure, "-e", "galera_upgrade=true", "-e", "rabbitmq_upgrade=true", "-e", "package_state=latest"], 480) with { Interrupts = "APIs while the message queue restarts" };
        yield return Playbook("galera-restart", "Restart MariaDB node by node", [_playbooks.GaleraRestart], 120);
        yield return Playbook("openstack", $"Upgrade OpenStack to {to}", [_playbooks.SetupOpenstack, "-e", "package_state=latest"], 720) with { Interrupts = "each API for the time that its services and its database schema change" };
        yield return Person("verify", $"See that the cloud works on {to}", $"start an instance with a volume and a network; commit what has changed in {options.Config}");
    }

    private PlanStep Playbook(string id, string name, IReadOnlyList<string> arguments, int minutes) => Step(id, name, ["openstack-ansible", .. arguments, .. options.VaultArguments], minutes) with { Directory = $"{options.Checkout}/playbooks" };

    private PlanStep Step(string id, string name, IReadOnlyList<string> command, int minutes) => new() { Id = $"{to}/{id}", Name = name, Command = command, Limit = TimeSpan.FromMinutes(minutes), Environment = Environment };

    private PlanStep Person(string id, string name, string note) => new() { Id = $"{to}/{id}", Name = name, Note = note };

    /// <summary>Where its configuration is. An inventory that somebody's shell has set must not take the place of its own, as run-upgrade.sh sees to; empty counts as not set there.</summary>
    private Dictionary<string, string> Environment => new() { ["OSA_CONFIG_DIR"] = options.Config, ["ANSIBLE_INVENTORY"] = "" };

    /// <summary>Overrides in env.d stop the playbook on settings unless a person has read them: the plan asks for that.</summary>
    private Dictionary<string, string> Reviewed => OsaChecks.HasOverrides(options) ? new(Environment) { ["SKIP_CUSTOM_ENVD_CHECK"] = "true" } : Environment;
}
