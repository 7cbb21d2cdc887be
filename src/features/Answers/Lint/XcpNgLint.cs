using System.Xml.Linq;

namespace Racklight.Answers.Lint;

/// <summary>Answer files of XCP-ng and XenServer (host-installer's doc/answerfile.txt).</summary>
internal sealed class XcpNgLint : IAnswerLint
{
    private static readonly string[] Known =
    [
        "admin-interface", "backup-disk", "boot-device", "bootloader", "default-gateway", "disable-uefi", "driver-source", "existing-installation", "fcoe-interface", "guest-disk", "gpgcheck", "hostname", "initial-partitions", "install-failed-script",
        "iscsi-target-interface", "keymap", "license-key", "mesh-network", "name-server", "network-backend", "ntp-server", "ntp-servers", "post-install-script", "primary-disk", "raid", "repo-gpgcheck", "root-password", "script", "service", "source", "sr-at-end",
        "time-config-method", "timezone", "ui-confirmation-prompt", "user-sethostname", "xen-crash-dump", "zap-utility-partitions", "extra-repo", "multipath", "interface",
    ];

    public void Check(string text, Findings findings)
    {
        if (XmlAnswer.Read(text, findings) is not { } root) return;
        if (root.Name.LocalName is not ("installation" or "restore"))
        {
            findings.Error(root, $"the root element is <{Findings.Shown(root.Name.LocalName)}>, not <installation>");
            return;
        }
        if (root.Name.LocalName == "restore") return;
        var mode = root.Attribute("mode")?.Value ?? "fresh";
        if (mode is not ("fresh" or "reinstall" or "upgrade")) findings.Error(root, $"the mode `{Findings.Shown(mode)}` is none", "fresh, reinstall or upgrade");
        if (root.Attribute("srtype")?.Value is { } kind && kind is not ("lvm" or "ext")) findings.Error(root, $"the storage type `{Findings.Shown(kind)}` is none", "lvm or ext");
        foreach (var element in root.Elements().Where(static element => !Known.Contains(element.Name.LocalName)))
        {
            var near = Racklight.Yaml.NearestWord.Of(element.Name.LocalName, Known);
            findings.Warn(element, $"the installer knows no element <{Findings.Shown(element.Name.LocalName)}>", near is null ? null : $"did you mean <{near}>?");
        }
        if (mode == "fresh") Disk(root, findings);
        else if (root.Element("existing-installation") is null) findings.Error(root, $"the mode {mode} needs <existing-installation>", "<existing-installation>sda</existing-installation>");
        Source(root, findings);
        if (mode != "upgrade") Login(root, findings);
        Network(root, findings);
        foreach (var script in root.Elements("script"))
        {
            if (script.Attribute("stage")?.Value is not ("installation-start" or "filesystem-populated" or "installation-complete")) findings.Error(script, "a script has a stage", "installation-start, filesystem-populated or installation-complete");
        }
    }

    private static void Disk(XElement root, Findings findings)
    {
        var disks = root.Elements("primary-disk").ToList();
        if (disks.Count == 0) findings.Error(root, "<primary-disk> is missing: nothing says where the system goes", "mark a disk for `system` on the node (docs/answers.md), or write <primary-disk>sda</primary-disk>");
        foreach (var second in disks.Skip(1)) findings.Error(second, "there are two <primary-disk>", "other disks for guests are <guest-disk>");
        foreach (var disk in disks)
        {
            if (disk.Value.Trim().Length == 0) findings.Error(disk, "<primary-disk> names no disk", "sda, or /dev/disk/by-path/…");
        }
    }

    private static void Source(XElement root, Findings findings)
    {
        var sources = root.Elements("source").ToList();
        if (sources.Count == 0) findings.Error(root, "<source> is missing: nothing says where the packages come from", """<source type="url">http://…</source>""");
        foreach (var source in sources)
        {
            if (source.Attribute("type")?.Value is not ("url" or "nfs" or "local")) findings.Error(source, "a source is of the type url, nfs or local", """<source type="url">http://…</source>""");
            else if (source.Attribute("type")!.Value != "local" && source.Value.Trim().Length == 0) findings.Error(source, "<source> names no place");
        }
    }

    private static void Login(XElement root, Findings findings)
    {
        if (root.Element("root-password") is not { } password)
        {
            findings.Error(root, "<root-password> is missing, and the installer demands it", "with `secrets: on-boot` on the node: <root-password type=\"hash\">…</root-password>");
            return;
        }
        var kind = password.Attribute("type")?.Value ?? "plaintext";
        if (kind is not ("plaintext" or "hash")) findings.Error(password, "a password is plaintext or hash");
        if (kind == "hash" && !CryptHash.IsHash(password.Value.Trim())) findings.Error(password, "the password is said to be a hash, and is none", "openssl passwd -6, or | password_hash('sha512')");
        if (kind == "plaintext" && password.Value.Trim().Length < 6) findings.Error(password, "the password has less than 6 characters: the installer refuses it");
    }

    private static void Network(XElement root, Findings findings)
    {
        if (root.Element("admin-interface") is not { } card)
        {
            findings.Error(root, "<admin-interface> is missing", """<admin-interface name="eth0" proto="dhcp"/>""");
            return;
        }
        if (card.Attribute("name") is null && card.Attribute("hwaddr") is null) findings.Error(card, "the management interface is named by `name` or `hwaddr`");
        switch (card.Attribute("proto")?.Value)
        {
            case "dhcp" or "none": break;
            case "static":
                foreach (var names in (string[][])[["ip", "ipaddr"], ["subnet-mask", "subnet"]])
                {
                    if (!names.Any(name => card.Element(name) is not null)) findings.Error(card, $"a static address needs <{names[0]}>");
                }
                break;
            default: findings.Error(card, "the management interface has a `proto`", "dhcp or static"); break;
        }
    }
}
