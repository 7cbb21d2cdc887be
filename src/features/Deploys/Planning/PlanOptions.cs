namespace Racklight.Deploys.Planning;

/// <summary>Where a cloud's deployment lives: what commands need to name.</summary>
internal sealed record PlanOptions
{
    /// <summary>The directory with globals.yml and passwords.yml; openstack-ansible's is /etc/openstack_deploy.</summary>
    public required string Config { get; init; }

    /// <summary>The inventory.</summary>
    public required string Inventory { get; init; }

    /// <summary>Where each release gets a virtual environment of its own.</summary>
    public string Venvs { get; init; } = "/opt/kolla-ansible";

    /// <summary>openstack-ansible's repository.</summary>
    public string Checkout { get; init; } = "/opt/openstack-ansible";

    /// <summary>Where the configuration is kept before each hop.</summary>
    public string Backups { get; init; } = "/var/backups/racklight";

    /// <summary>Vault flags, handed on to every command that reads secrets. Names of files, never a password.</summary>
    public IReadOnlyList<string> VaultArguments { get; init; } = [];

    /// <summary>The hosts' system, as <c>ubuntu-22.04</c>; null: not said.</summary>
    public string? Host { get; init; }

    /// <summary>What the cloud sets; null: not read, and every check is a person's.</summary>
    public CloudSettings? Settings { get; init; }
}
