using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>cloud-config for cloud-init ("Module reference"); scripts and multi-part files are its own business.</summary>
internal sealed class CloudInitLint : IAnswerLint
{
    /// <summary>The top-level keys that cloud-init's modules read.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "allow_public_ssh_keys", "ansible", "apk_repos", "apt", "apt_pipelining", "apt_reboot_if_required", "apt_update", "apt_upgrade", "apt_preserve_sources_list", "authkey_hash", "autoinstall", "bootcmd", "byobu_by_default", "ca-certs", "ca_certs",
        "chef", "chpasswd", "cloud_config_modules", "cloud_final_modules", "cloud_init_modules", "create_hostname_file", "datasource", "datasource_list", "debug", "device_aliases", "disable_ec2_metadata", "disable_root", "disable_root_opts",
        "disk_setup", "drivers", "fan", "final_message", "fqdn", "fs_setup", "groups", "growpart", "grub-dpkg", "grub_dpkg", "hostname", "keyboard", "landscape", "locale", "locale_configfile", "lxd", "manage_etc_hosts",
        "manage_resolv_conf", "mcollective", "merge_how", "merge_type", "migrate", "mount_default_fields", "mounts", "network", "no_ssh_fingerprints", "ntp", "output", "package_reboot_if_required", "package_update", "package_upgrade", "packages",
        "password", "phone_home", "power_state", "prefer_fqdn_over_hostname", "preserve_hostname", "puppet", "random_seed", "reporting", "resize_rootfs", "resolv_conf", "rh_subscription", "rpi", "rsyslog", "runcmd", "salt_minion", "snap",
        "spacewalk", "ssh", "ssh_authorized_keys", "ssh_deletekeys", "ssh_fp_console_blacklist", "ssh_genkeytypes", "ssh_import_id", "ssh_key_console_blacklist", "ssh_keys", "ssh_publish_hostkeys", "ssh_pwauth", "ssh_quiet_keygen", "swap",
        "syslog_fix_perms", "system_info", "timezone", "ubuntu_advantage", "ubuntu_pro", "unverified_modules", "updates", "user", "users", "vendor_data", "wireguard", "write_files", "yum_repo_dir", "yum_repos", "zypper",
    ];

    private static readonly string[] OtherBeginnings = ["#!", "Content-Type:", "MIME-Version:", "#include", "#cloud-boothook", "#part-handler", "#cloud-config-archive"];

    public void Check(string text, Findings findings)
    {
        if (OtherBeginnings.Any(beginning => text.StartsWith(beginning, StringComparison.Ordinal)))
        {
            return;
        }
        if (text.StartsWith("## template:", StringComparison.Ordinal)) findings.Warn(1, 1, "cloud-init renders this file once more by its own templates", "use either our templates or its own");
        if (UserData.Read(text, findings) is not { } root) return;
        foreach (var entry in root.Entries)
        {
            UserData.Unknown(entry.Key, Keys, error: false, "cloud-init", findings);
            if (entry.Key.Text is "runcmd" or "bootcmd" or "write_files" or "packages" or "mounts" or "ssh_authorized_keys" && entry.Value is not YamlSequence) findings.Error(entry.Value.Mark.Line, entry.Value.Mark.Column, $"`{entry.Key.Text}` is a list");
        }
        if (root.Find("write_files")?.Value is not YamlSequence files) return;
        foreach (var file in files.Items)
        {
            if (file is not YamlMapping mapping || mapping.Find("path") is not { } path) findings.Error(file.Mark.Line, file.Mark.Column, "a file to write has a `path`");
            else if (path.Value is YamlScalar scalar && !scalar.Text.StartsWith('/')) findings.Error(scalar.Mark.Line, scalar.Mark.Column, $"`{Findings.Shown(scalar.Text)}` is no absolute path");
        }
    }
}
