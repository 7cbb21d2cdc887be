namespace Racklight.Tests.Answers;

/// <summary>Answers with one fault each, and a part of what is said of it.</summary>
internal static class Samples
{
    private const string Ks = "text\nreboot\nlang en_US.UTF-8\nkeyboard us\ntimezone UTC\nrootpw --lock\nautopart\n";
    private const string Esx = "accepteula\nrootpw --iscrypted $6$salt$hashhash\ninstall --disk=mpx.vmhba0:C0:T0:L0 --preservevmfs\nnetwork --bootproto=dhcp --device=vmnic0\nreboot\n";
    private const string Seed = "d-i passwd/make-user boolean false\nd-i passwd/root-password-crypted password !\n";
    private const string Auto = "#cloud-config\nautoinstall:\n  version: 1\n  identity: { hostname: a, username: b, password: \"!\" }\n";
    private const string Yast = "<profile xmlns=\"http://www.suse.com/1.0/yast2ns\" xmlns:config=\"http://www.suse.com/1.0/configns\">\n<users config:type=\"list\"><user><username>root</username></user></users>\n";
    private const string Xcp = "<installation>\n<primary-disk>sda</primary-disk>\n<source type=\"local\"/>\n<root-password type=\"hash\">!</root-password>\n<admin-interface name=\"eth0\" proto=\"dhcp\"/>\n";

    public static IReadOnlyList<(string Format, string Text)> GoodRows { get; } =
    [
        ("kickstart", Ks + "%packages\n@core\n%end\n%post --log=/root/post.log\necho done\n%end\n"),
        ("preseed", Seed + "# a comment\nd-i debian-installer/locale string en_US.UTF-8\ntasksel tasksel/first multiselect standard, \\\n  ssh-server\n"),
        ("autoinstall", Auto),
        ("cloud-init", "#cloud-config\nhostname: a\nruncmd: [[ls]]\n"),
        ("cloud-init", "#!/bin/sh\nls\n"),
        ("autoyast", Yast + "</profile>\n"),
        ("autoyast", "<!DOCTYPE profile>\n" + Yast + "</profile>\n"),
        ("ignition", """{ "ignition": { "version": "3.3.0" }, "storage": { "files": [ { "path": "/etc/a", "mode": 420, "contents": { "source": "data:,a%20b" } } ] }, "systemd": { "units": [ { "name": "a.service" } ] } }"""),
        ("esxi", Esx),
        ("xcp-ng", Xcp + "</installation>\n"),
    ];

    public static TheoryData<string, string> Good
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (format, text) in GoodRows) data.Add(format, text);
            return data;
        }
    }

    public static TheoryData<string, string, int, string> Bad { get; } = new()
    {
        { "kickstart", Ks + "%packages\n@core\n", 8, "%packages is never closed" },
        { "kickstart", Ks + "%packages\n%post\n%end\n", 8, "%packages is not closed before %post on line 9" },
        { "kickstart", Ks + "%end\n", 8, "this %end closes nothing" },
        { "kickstart", Ks + "%pots\n%end\n", 8, "there is no section %pots" },
        { "kickstart", Ks + "bootlaoder\n", 8, "`bootlaoder` is no kickstart command" },
        { "kickstart", Ks + "poweroff\n", 8, "`poweroff` and `reboot` (line 2)" },
        { "kickstart", Ks + "cdrom\nurl --url=http://a/\n", 9, "both say where the packages come from" },
        { "kickstart", Ks + "part / --size=1\n", 8, "`part` cannot stand beside `autopart`" },
        { "kickstart", Ks + "user\n", 8, "user needs a name" },
        { "kickstart", Ks + "network --bootproto=static --ip=10.0.0.1\n", 8, "--netmask=" },
        { "kickstart", Ks + "rootpw --iscrypted plain\n", 8, "is no hash" },
        { "kickstart", Ks + "lang \"en\n", 8, "never closed" },
        { "preseed", Seed + "d-i debian-installer/locale\n", 3, "owner question type value" },
        { "preseed", Seed + "d-i a/b strnig x\n", 3, "`strnig` is no type" },
        { "preseed", Seed + "d-i a/b boolean yes\n", 3, "neither true nor false" },
        { "preseed", Seed + "d-i passwd/root-password-crypted password plain\n", 3, "no hash" },
        { "autoinstall", Auto[14..], 1, "#cloud-config" },
        { "autoinstall", "#cloud-config\nversion: 1\n", 2, "there is no key `autoinstall`" },
        { "autoinstall", Auto.Replace("version: 1", "version: 2", StringComparison.Ordinal), 3, "the only version" },
        { "autoinstall", Auto.Replace("  version: 1\n", "", StringComparison.Ordinal), 2, "`version` is missing" },
        { "autoinstall", Auto + "  pakages: []\n", 5, "knows no key `pakages`" },
        { "autoinstall", Auto + "  shutdown: halt\n", 5, "reboot, poweroff" },
        { "autoinstall", Auto.Replace("\"!\"", "hunter2", StringComparison.Ordinal), 4, "must be a hash" },
        { "cloud-init", "# cloud-config\na: 1\n", 1, "exactly `#cloud-config`" },
        { "cloud-init", "#cloud-config\nruncmd: ls\n", 2, "`runcmd` is a list" },
        { "cloud-init", "#cloud-config\nwrite_files:\n  - path: etc/a\n", 3, "no absolute path" },
        { "autoyast", Yast + "</profil>\n", 3, "not well-formed" },
        { "autoyast", "<profile><users/></profile>", 1, "no namespace" },
        { "autoyast", "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<profile>&x;</profile>", 1, "declares entities" },
        { "autoyast", Yast + "<general>&x;</general></profile>", 3, "not well-formed" },
        { "autoyast", Yast + "<users/></profile>", 3, "there twice" },
        { "autoyast", Yast + "<firewall><enable_firewall config:type=\"boolean\">yes</enable_firewall></firewall></profile>", 3, "is a boolean" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n}", 2, "this is not JSON" },
        { "ignition", "{}", 1, "`ignition.version` is missing" },
        { "ignition", """{ "ignition": { "version": "4.0.0" } }""", 1, "is no version" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n \"storage\": { \"files\": [\n { \"path\": \"etc/a\" } ] } }", 3, "no absolute path" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n \"storage\": { \"files\": [\n { \"path\": \"/a\", \"contents\": { \"source\": \"data:;base64,%%\" } } ] } }", 3, "not base64" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n \"storage\": { \"files\": [\n { \"path\": \"/a\", \"contents\": { \"source\": \"data:text\" } } ] } }", 3, "comma" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n \"storge\": {} }", 2, "no key `storge`" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n \"ignition\": {} }", 2, "twice" },
        { "esxi", Esx["accepteula\n".Length..], 1, "`accepteula` is missing" },
        { "esxi", Esx + "upgrade --firstdisk\n", 6, "exclude each other" },
        { "esxi", Esx.Replace("--preservevmfs", "--preservevmfs --overwritevmfs", StringComparison.Ordinal), 3, "exclude each other" },
        { "esxi", Esx.Replace("--preservevmfs", "--firstdisk", StringComparison.Ordinal), 3, "--disk and --firstdisk" },
        { "esxi", Esx + "clearpart --alldrives --drives=a\n", 6, "--alldrives and --drives" },
        { "esxi", Esx.Replace("--iscrypted $6$salt$hashhash", "short", StringComparison.Ordinal), 2, "less than 7" },
        { "esxi", Esx.Replace("--iscrypted $6$salt$hashhash", "password", StringComparison.Ordinal), 2, "is weak" },
        { "esxi", Esx + "instal --disk=a\n", 6, "did you mean" },
        { "esxi", Esx + "%post\nls\n%end\nreboot\n", 9, "%end does not end it" },
        { "esxi", Esx.Replace("dhcp", "static", StringComparison.Ordinal), 4, "--gateway=" },
        { "xcp-ng", Xcp.Replace("<primary-disk>sda</primary-disk>", "", StringComparison.Ordinal) + "</installation>", 1, "<primary-disk> is missing" },
        { "xcp-ng", Xcp + "<installation>", 6, "not well-formed" },
        { "xcp-ng", Xcp.Replace("type=\"local\"", "type=\"ftp\"", StringComparison.Ordinal) + "</installation>", 3, "url, nfs or local" },
        { "xcp-ng", "<install/>", 1, "not <installation>" },
        { "xcp-ng", Xcp.Replace("dhcp", "static", StringComparison.Ordinal) + "</installation>", 5, "a static address needs" },
    };

    public static TheoryData<string, string, int, string> Doubtful { get; } = new()
    {
        { "kickstart", Ks + "install\n", 8, "no longer known" },
        { "kickstart", Ks + "clearpart --all\n", 8, "every disk" },
        { "kickstart", "text\r\n" + Ks[5..], 1, "CR LF" },
        { "kickstart", Ks.Replace("rootpw --lock\n", "", StringComparison.Ordinal), 1, "stops and asks" },
        { "preseed", Seed + "d-i a/b string x\nd-i a/b string y\n", 4, "line 3 already" },
        { "preseed", Seed + "d-i a/b string  x\n", 3, "more than one blank" },
        { "ignition", "{ \"ignition\": { \"version\": \"3.3.0\" },\n \"storage\": { \"files\": [\n { \"path\": \"/a\", \"mode\": 644 } ] } }", 3, "no octal" },
        { "esxi", Esx + "zerombr\n", 6, "Red Hat" },
        { "esxi", Esx.Replace("--preservevmfs", "--overwritevmfs", StringComparison.Ordinal), 3, "overwritten" },
        { "esxi", Esx.Replace("--disk=mpx.vmhba0:C0:T0:L0", "--firstdisk=usb,local", StringComparison.Ordinal), 3, "USB" },
        { "esxi", Esx + "%post\nls\n%end\n", 8, "no %end" },
        { "esxi", Esx + "%firstboot --interpreter=busybox\nls\n", 6, "Secure Boot" },
    };
}
