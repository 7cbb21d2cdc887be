namespace Racklight.Secrets.Rotating;

/// <summary>
/// What must be restarted after a secret of kolla-ansible changed. From the roles of kolla-ansible: a role's bootstrap sets database and message
/// queue passwords again, and since 2024.1 Keystone's passwords of services too.
/// </summary>
internal static class KollaRestarts
{
    private static readonly string[] ServiceSuffixes = ["_keystone_password", "_database_password", "_ssh_key", "_password", "_secret_key", "_secret", "_token", "_key", "_salt"];

    private static readonly Dictionary<string, RestartRule> Special = new(StringComparer.Ordinal)
    {
        ["database_password"] = new(RotationCare.Careful, "reconfigure", "set root's password in MariaDB first (ALTER USER); every service that makes databases uses it"),
        ["rabbitmq_password"] = new(RotationCare.Careful, "reconfigure", "every service that sends messages restarts; between the first and the last of them messages are lost"),
        ["rabbitmq_cluster_cookie"] = new(RotationCare.Careful, "deploy --tags rabbitmq", "stop RabbitMQ on all hosts first: nodes with different cookies do not find each other"),
        ["memcache_secret_key"] = new(RotationCare.Careful, "reconfigure", "every service that caches tokens restarts"),
        ["keepalived_password"] = new(RotationCare.Careful, "reconfigure --tags loadbalancer", "nodes with different passwords each take the virtual address: change all at once"),
        ["keystone_admin_password"] = new(RotationCare.Careful, "reconfigure", "set the admin user's password in Keystone first; openrc files and scripts hold it too (post-deploy writes them again)"),
        ["horizon_secret_key"] = new(RotationCare.Careful, "reconfigure --tags horizon", "everyone is logged out of the dashboard"),
        ["metadata_secret"] = new(RotationCare.Careful, "reconfigure --tags nova,neutron", "instances get no metadata until both restarted"),
        ["barbican_crypto_key"] = new(RotationCare.Fixed, "reconfigure --tags barbican", "what Barbican holds is encrypted with the old one and cannot be read any more: keep that"),
        ["kolla_ssh_key"] = new(RotationCare.Careful, "bootstrap-servers", "install the new public key on all hosts while the old one still opens them"),
        ["octavia_amp_ssh_key"] = new(RotationCare.Careful, "reconfigure --tags octavia", "only new amphorae get it: fail the old ones over"),
        ["heat_domain_admin_password"] = new(RotationCare.Careful, "reconfigure --tags heat", "set it for heat_domain_admin in Keystone first"),
        ["docker_registry_password"] = new(RotationCare.Careful, null, "the registry decides it: change it there, then here"),
        ["designate_rndc_key"] = new(RotationCare.Plain, "reconfigure --tags designate", null),
        ["libvirt_sasl_password"] = new(RotationCare.Careful, "reconfigure --tags nova", "no live migration between hosts with different passwords"),
        ["nova_ssh_key"] = new(RotationCare.Careful, "reconfigure --tags nova", "no migration between hosts with different keys"),
        ["redis_master_password"] = new(RotationCare.Careful, "reconfigure --tags redis", "its clients restart too"),
        ["valkey_master_password"] = new(RotationCare.Careful, "reconfigure --tags valkey", "its clients restart too"),
    };

    /// <summary>The rule of a key.</summary>
    public static RestartRule Of(string key)
    {
        if (Special.TryGetValue(key, out var rule)) return rule;
        if (key.EndsWith("_uuid", StringComparison.Ordinal) || key.EndsWith("_id", StringComparison.Ordinal) || key.EndsWith("_fsid", StringComparison.Ordinal))
        {
            return new RestartRule(RotationCare.Fixed, null, "a name, not a secret: what it names would be lost");
        }
        var service = Service(key);
        var keystone = key.EndsWith("_keystone_password", StringComparison.Ordinal);
        return new RestartRule(RotationCare.Plain, $"reconfigure --tags {service}", keystone ? "before 2024.1 set it in Keystone first: openstack user set --password-prompt" : null);
    }

    private static string Service(string key)
    {
        var suffix = ServiceSuffixes.First(suffix => key.EndsWith(suffix, StringComparison.Ordinal) || suffix == ServiceSuffixes[^1]);
        var stem = key.EndsWith(suffix, StringComparison.Ordinal) ? key[..^suffix.Length] : key;
        return stem.Split('_')[0] switch
        {
            "haproxy" or "proxysql" => "loadbalancer",
            "ceph" => "ceph-rgw",
            var first => first,
        };
    }
}
