namespace Racklight.Secrets.Rotating;

/// <summary>
/// What follows when a secret of openstack-ansible changed. Its user_secrets.yml says that playbooks do not manage changed passwords: each has to be
/// set by hand where it is checked before the playbook runs.
/// </summary>
internal static class OsaRestarts
{
    /// <summary>The rule of a key.</summary>
    public static RestartRule Of(string key)
    {
        if (key.EndsWith("uuid", StringComparison.Ordinal) || key.StartsWith("swift_hash_path", StringComparison.Ordinal)) return new RestartRule(RotationCare.Fixed, null, "a name that stored data depends on: what it names would be lost");
        if (key.Contains("barbican_simple_crypto", StringComparison.Ordinal) || key == "heat_auth_encryption_key" || key == "trove_inst_rpc_key_encr_key") return new RestartRule(RotationCare.Fixed, null, "stored data is encrypted with the old one and cannot be read any more: keep that");
        var service = key.Split('_')[0];
        var playbook = service switch
        {
            "galera" => "galera_server",
            "rabbitmq" => "rabbitmq_server",
            "haproxy" or "keepalived" => "haproxy",
            "memcached" => "memcached",
            _ => service,
        };
        return new RestartRule(RotationCare.Careful, $"openstack-ansible openstack.osa.{playbook}", "the playbooks do not change a password that is in use: set it first in the database, in RabbitMQ or in Keystone");
    }
}
