namespace Racklight.Releases;

/// <summary>Which form of secret a key wants. kolla-ansible names its special keys (kolla-genpwd), openstack-ansible goes by suffix (pw-token-gen.py).</summary>
public static class SecretForms
{
    private static readonly Dictionary<string, SecretForm> KollaForms = Table(
        (SecretForm.Uuid, ["rbd_secret_uuid", "cinder_rbd_secret_uuid", "gnocchi_project_id", "gnocchi_resource_id", "gnocchi_user_id", "designate_pool_id", "ceph_cluster_fsid", "karbor_openstack_infra_id"]),
        (SecretForm.SshKey, ["kolla_ssh_key", "nova_ssh_key", "keystone_ssh_key", "bifrost_ssh_key", "octavia_amp_ssh_key", "neutron_ssh_key", "haproxy_ssh_key"]),
        (SecretForm.Blank, ["docker_registry_password"]),
        (SecretForm.HmacMd5, ["designate_rndc_key", "osprofiler_secret"]),
        (SecretForm.Fernet, ["barbican_crypto_key"]),
        (SecretForm.BcryptSalt, ["prometheus_bcrypt_salt"]));

    /// <summary>The form of a key of kolla-ansible's passwords.yml.</summary>
    /// <param name="key">The key.</param>
    /// <param name="series">The release: Barbican's key is no Fernet key before Rocky.</param>
    public static SecretForm OfKolla(string key, Series series)
    {
        var form = KollaForms.GetValueOrDefault(key, SecretForm.Password);
        return form == SecretForm.Fernet && series.KollaMajor < 7 ? SecretForm.HmacSha256 : form;
    }

    /// <summary>The form of a key of openstack-ansible's user_secrets.yml; the rules are tried in the order of pw-token-gen.py.</summary>
    public static SecretForm OfOsa(string key)
    {
        if (EndsWith(key, "password") || EndsWith(key, "secret")) return SecretForm.ShortHex;
        if (EndsWith(key, "token")) return SecretForm.LongHex;
        if (EndsWith(key, "key")) return SecretForm.Hex32;
        if (EndsWith(key, "uuid")) return SecretForm.Uuid;
        return key.StartsWith("swift_hash_path", StringComparison.Ordinal) ? SecretForm.Hex32 : SecretForm.Unknown;
    }

    private static bool EndsWith(string key, string suffix) => key.EndsWith(suffix, StringComparison.Ordinal);

    private static Dictionary<string, SecretForm> Table(params (SecretForm Form, string[] Keys)[] rows)
        => rows.SelectMany(static row => row.Keys.Select(key => (key, row.Form))).ToDictionary(static pair => pair.key, static pair => pair.Form, StringComparer.Ordinal);
}
