using System.Text.RegularExpressions;

namespace Racklight.Deploys.Checking.Vaults;

/// <summary>
/// The files that a deployment tool opens by itself instead of letting Ansible do it. Ansible's loader decrypts what it reads; <c>open()</c> does not,
/// so a vault stands where settings should, and the deploy fails (openstack/kolla-ansible: ansible/action_plugins/merge_configs.py and merge_yaml.py;
/// openstack/openstack-ansible: osa_toolkit/filesystem.py).
/// </summary>
internal static partial class OwnReaders
{
    /// <summary>Who opens a file by itself, or null when Ansible does, or nobody.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="path">Below its configuration.</param>
    public static string? Of(CloudTool tool, string path) => tool switch
    {
        CloudTool.Kolla when Merged().IsMatch(path) && !Templated().IsMatch(path) => "kolla-ansible merges it into its own settings",
        CloudTool.Osa when UserConfiguration().IsMatch(path) => "openstack-ansible's inventory reads it",
        _ => null,
    };

    [GeneratedRegex(@"^config/(?:.+\.(?:conf|ini|cnf)|(?:.+/)?(?:prometheus|opensearch|opensearch_dashboards|skyline|event_pipeline)\.ya?ml|bifrost/[^/]+\.yml|(?:bifrost|dib|servers)\.yml)$")]
    private static partial Regex Merged();

    // Settings of other programs than OpenStack's have no form that could be merged: Ansible's template and copy take these whole.
    [GeneratedRegex(@"(?:^|/)(?:[^/]+-paste\.ini|(?:collectd|cron-logrotate-global|named|rndc|corosync|ironic-dnsmasq|ironic-http-httpd|keepalived|rabbitmq|rabbitmq-env|letsencrypt-webserver|multipath|dnsmasq|nginx|glance-image-import|property-protections-rules)\.conf|(?:httpd|wsgi)-[^/]+\.conf)$|^config/(?:keystone/domains|fluentd|haproxy|haproxy-config|octavia)/")]
    private static partial Regex Templated();

    [GeneratedRegex(@"^(?:openstack_user_config\.yml|(?:conf|env)\.d/[^/]+\.ya?ml)$")]
    private static partial Regex UserConfiguration();
}
