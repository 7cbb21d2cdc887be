using System.Xml.Linq;
using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>AutoYaST profiles (SUSE's "AutoYaST Guide").</summary>
internal sealed class AutoYastLint : IAnswerLint
{
    private const string Namespace = "http://www.suse.com/1.0/yast2ns";
    private const string ConfigNamespace = "http://www.suse.com/1.0/configns";

    private static readonly string[] Sections =
    [
        "add-on", "audit-laf", "auth-client", "autofs", "bootloader", "ca_mgm", "classes", "configuration_management", "deploy_image", "dhcp-server", "dns-server", "fcoe-client", "files", "firewall", "firstboot", "ftp-server",
        "general", "groups", "host", "http-server", "init", "iscsi-client", "isns", "kdump", "keyboard", "language", "ldap", "login_settings", "mail", "networking", "nfs", "nfs_server", "nis", "nis_server", "ntp-client", "partitioning",
        "printer", "proxy", "registration", "report", "rules", "runlevel", "samba-client", "samba-server", "scripts", "security", "services-manager", "software", "sound", "squid", "ssh_import", "suse_register", "sysconfig", "tftp-server",
        "timezone", "upgrade", "user_defaults", "users", "unsupported", "zfcp", "dasd", "s390", "x11",
    ];

    public void Check(string text, Findings findings)
    {
        if (XmlAnswer.Read(text, findings) is not { } root) return;
        if (root.Name.LocalName != "profile") findings.Error(root, $"the root element is <{Findings.Shown(root.Name.LocalName)}>, not <profile>");
        else if (root.Name.NamespaceName != Namespace) findings.Error(root, root.Name.NamespaceName.Length == 0 ? "the profile has no namespace" : $"the profile's namespace is {Findings.Shown(root.Name.NamespaceName)}", $"""<profile xmlns="{Namespace}" xmlns:config="{ConfigNamespace}">""");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in root.Elements())
        {
            var name = section.Name.LocalName;
            if (!seen.Add(name)) findings.Error(section, $"the section <{Findings.Shown(name)}> is there twice", "put them together");
            if (Sections.Contains(name)) continue;
            var near = NearestWord.Of(name, Sections);
            findings.Warn(section, $"AutoYaST knows no section <{Findings.Shown(name)}>", near is null ? null : $"did you mean <{near}>?");
        }
        foreach (var element in root.Descendants()) Typed(element, findings);
        var space = root.Name.Namespace;
        if (root.Element(space + "users") is null && root.Element(space + "login_settings") is null) findings.Warn(root, "the profile has no <users>: nobody can log in to the new system");
        foreach (var drive in root.Elements(space + "partitioning").Elements(space + "drive"))
        {
            if (drive.Element(space + "device") is null) findings.Warn(drive, "a drive without <device>: AutoYaST takes the first disk that it finds", "<device>/dev/disk/by-path/…</device>");
        }
    }

    private static void Typed(XElement element, Findings findings)
    {
        var type = (element.Attribute(XName.Get("type", ConfigNamespace)) ?? element.Attribute("t"))?.Value;
        var value = element.Value.Trim();
        switch (type)
        {
            case "boolean" when value is not ("true" or "false"):
                findings.Error(element, $"<{element.Name.LocalName}> is a boolean and holds `{Findings.Shown(value)}`", "true or false");
                break;
            case "integer" when !long.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out _):
                findings.Error(element, $"<{element.Name.LocalName}> is an integer and holds `{Findings.Shown(value)}`");
                break;
            case "list" when !element.HasElements && value.Length > 0:
                findings.Error(element, $"<{element.Name.LocalName}> is a list and holds text");
                break;
        }
        if (element.Name.LocalName == "user_password" && element.Parent?.Element(element.Name.Namespace + "encrypted")?.Value.Trim() == "true" && !CryptHash.IsHash(value)) findings.Error(element, "the password is said to be encrypted, and is no hash", "openssl passwd -6, or | password_hash('sha512')");
    }
}
