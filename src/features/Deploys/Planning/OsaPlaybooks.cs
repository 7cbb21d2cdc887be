using Racklight.Releases;

namespace Racklight.Deploys.Planning;

/// <summary>
/// What the playbooks of an upgrade are called in a release. Those of setting up are in the collection openstack.osa since 2025.1, those that only
/// upgrades need since 2025.2; before they are files of the checkout.
/// </summary>
internal sealed class OsaPlaybooks(Series series, string checkout)
{
    private const int Uniform = 28;
    private const int Collected = 31;
    private const int CollectedUpgrade = 32;

    /// <summary>True when run-upgrade.sh runs these playbooks and no others (2023.2 and later).</summary>
    public bool AreUniform => series.OsaMajor >= Uniform;

    /// <summary>Hosts and containers.</summary>
    public string SetupHosts => Setup("hosts");

    /// <summary>What is below OpenStack.</summary>
    public string SetupInfrastructure => Setup("infrastructure");

    /// <summary>OpenStack itself.</summary>
    public string SetupOpenstack => Setup("openstack");

    /// <summary>Changes of the configuration that the release asks for.</summary>
    public string Settings => series.OsaMajor >= CollectedUpgrade ? "openstack.osa.upgrade.deploy_config_changes" : $"{checkout}/scripts/upgrade-utilities/deploy-config-changes.yml";

    /// <summary>One database node after the other.</summary>
    public string GaleraRestart => series.OsaMajor >= CollectedUpgrade ? "openstack.osa.tools.galera_cluster_rolling_restart" : $"{checkout}/scripts/upgrade-utilities/galera-cluster-rolling-restart.yml";

    private string Setup(string what) => series.OsaMajor >= Collected ? $"openstack.osa.setup_{what}" : $"setup-{what}.yml";
}
