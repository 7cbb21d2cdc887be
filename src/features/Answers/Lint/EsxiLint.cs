using System.Globalization;
using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>ESXi's ks.cfg ("Installation and Upgrade Script Commands", vSphere 7.0 and 8.0; words of 5.5 included).</summary>
internal sealed class EsxiLint : IAnswerLint
{
    private const string InstallOptions = "--disk --drive --firstdisk --overwritevmfs --preservevmfs --novmfsondisk --overwritevsan --ignoressd --ignoreprereqwarnings --ignoreprereqerrors --forceunsupportedinstall --dpuPciSlots";

    /// <summary>Each command with the options that it takes.</summary>
    private static readonly Dictionary<string, string[]> Commands = new(StringComparer.Ordinal)
    {
        ["accepteula"] = [], ["vmaccepteula"] = [], ["dryrun"] = [], ["paranoid"] = [], ["partitionembed"] = [],
        ["rootpw"] = ["--iscrypted"],
        ["install"] = InstallOptions.Split(' '),
        ["installorupgrade"] = [.. InstallOptions.Split(' '), "--forcemigrate"],
        ["upgrade"] = "--disk --drive --firstdisk --diskBootedFrom --overwritevmfs --savebootbank --deletecosvmdk --ignoreprereqwarnings --ignoreprereqerrors --forcemigrate --forceunsupportedinstall".Split(' '),
        ["clearpart"] = "--all --alldrives --drives --ignoredrives --firstdisk --overwritevmfs".Split(' '),
        ["part"] = "--ondisk --ondrive --onfirstdisk --size --grow --maxsize --fstype".Split(' '),
        ["partition"] = "--ondisk --ondrive --onfirstdisk --size --grow --maxsize --fstype".Split(' '),
        ["network"] = "--bootproto --device --ip --gateway --nameserver --netmask --hostname --nodns --vlanid --addvmportgroup".Split(' '),
        ["keyboard"] = [], ["reboot"] = ["--noeject"], ["serialnum"] = ["--esx"], ["vmserialnum"] = ["--esx"], ["include"] = [], ["%include"] = [],
    };

    /// <summary>Kickstart words of Red Hat that the installer passes over, or never knew.</summary>
    private static readonly string[] RedHat =
        ("auth authconfig authselect autopart autostep bootloader cmdline device deviceprobe esxlocation firewall firewallport firstboot graphical halt harddrive ignoredisk interactive lang langsupport lilo lilocheck logvol mouse "
        + "poweroff raid repo selinux services skipx sshkey text timezone url user virtualdisk vmlicense vnc volgroup xconfig zerombr").Split(' ');

    private static readonly Dictionary<string, string[]> Sections = new(StringComparer.Ordinal)
    {
        ["%pre"] = ["--interpreter"],
        ["%post"] = ["--interpreter", "--timeout", "--ignorefailure"],
        ["%firstboot"] = ["--interpreter", "--level"],
    };

    /// <summary>Options that cannot stand together in one command.</summary>
    private static readonly (string[] Commands, string A, string B)[] Exclusive =
    [
        (["install", "installorupgrade", "upgrade"], "--disk", "--firstdisk"),
        (["install", "installorupgrade", "upgrade"], "--disk", "--drive"),
        (["install", "installorupgrade", "upgrade"], "--drive", "--firstdisk"),
        (["upgrade"], "--disk", "--diskBootedFrom"),
        (["upgrade"], "--firstdisk", "--diskBootedFrom"),
        (["install", "installorupgrade"], "--overwritevmfs", "--preservevmfs"),
        (["install", "installorupgrade"], "--preservevmfs", "--novmfsondisk"),
        (["install", "installorupgrade"], "--disk", "--ignoressd"),
        (["clearpart"], "--alldrives", "--drives"),
        (["clearpart"], "--alldrives", "--firstdisk"),
        (["clearpart"], "--drives", "--firstdisk"),
        (["clearpart"], "--ignoredrives", "--drives"),
        (["clearpart"], "--ignoredrives", "--firstdisk"),
        (["part", "partition"], "--ondisk", "--onfirstdisk"),
    ];

    public void Check(string text, Findings findings)
    {
        var lines = WordLine.Lines(text, findings);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        string? section = null;
        var ended = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var first = line.TrimStart().Split([' ', '\t'], 2)[0];
            if (first == "%end")
            {
                // A habit from Red Hat's kickstart; here it is one more line of the script before it.
                findings.Warn(i + 1, 1, "ESXi's installer knows no %end: a section ends where the next one begins, or with the file", "remove it");
                ended = section is not null;
                continue;
            }
            if (first.StartsWith('%') && first is not "%include")
            {
                ended = false;
                section = Section(line, first, i + 1, findings);
                continue;
            }
            if (ended && first.Length > 0 && first[0] != '#')
            {
                findings.Error(i + 1, 1, $"this line belongs to the script of {section}: %end does not end it", "put the installer's commands before the first section");
                ended = false;
            }
            if (section is not null || first.Length == 0 || first[0] == '#') continue;
            var words = WordLine.Read(line, out var open);
            if (open) findings.Error(i + 1, line.Length, "a quote is opened on this line and never closed");
            if (words.Count > 0) Command(words, i + 1, seen, findings);
        }
        Whole(seen, findings);
    }

    private static string Section(string line, string first, int number, Findings findings)
    {
        if (first is "%packages" or "%vmlicense_text")
        {
            findings.Warn(number, 1, $"{first} belongs to Red Hat's kickstart: ESXi passes it over");
            return first;
        }
        if (!Sections.TryGetValue(first, out var options))
        {
            var near = NearestWord.Of(first, Sections.Keys);
            findings.Error(number, 1, $"there is no section {Findings.Shown(first)}", near is null ? "sections are %pre, %post and %firstboot" : $"did you mean {near}?");
            return first;
        }
        foreach (var word in WordLine.Read(line, out _).Skip(1))
        {
            if (word.Option is not { } option || !options.Contains(option)) findings.Error(number, word.Column, $"{first} takes no `{Findings.Shown(word.Text)}`", string.Join(", ", options));
            else if (option == "--interpreter" && word.Value is not ("python" or "busybox")) findings.Error(number, word.Column, "the interpreter is python or busybox", "--interpreter=busybox");
        }
        if (first == "%firstboot") findings.Warn(number, 1, "%firstboot does not run on a machine with Secure Boot", "put what must run on every machine into %post");
        return first;
    }

    private static void Command(List<Word> words, int number, Dictionary<string, int> seen, Findings findings)
    {
        var (command, column) = words[0];
        if (RedHat.Contains(command))
        {
            findings.Warn(number, column, $"`{command}` belongs to Red Hat's kickstart: ESXi does nothing with it, or stops", "remove it");
            return;
        }
        if (!Commands.TryGetValue(command, out var options))
        {
            var near = NearestWord.Of(command, Commands.Keys);
            findings.Error(number, column, $"`{Findings.Shown(command)}` is no command of ESXi's installer", near is null ? null : $"did you mean `{near}`?");
            return;
        }
        var once = command is not ("clearpart" or "part" or "partition" or "include" or "%include");
        if (!seen.TryAdd(command, number) && once) findings.Error(number, column, $"`{command}` is on line {seen[command]} already", "once is enough");
        foreach (var word in words.Skip(1).Where(static word => word.Option is not null))
        {
            if (!options.Contains(word.Option!)) findings.Error(number, word.Column, $"`{command}` takes no {Findings.Shown(word.Option!)}", NearestWord.Of(word.Option!, options) is { } near ? $"did you mean {near}?" : options.Length > 0 ? string.Join(", ", options) : null);
        }
        foreach (var (commands, a, b) in Exclusive)
        {
            if (commands.Contains(command) && Find(words, a) is not null && Find(words, b) is { } second) findings.Error(number, second.Column, $"{a} and {b} exclude each other", "keep one of them");
        }
        switch (command)
        {
            case "rootpw": Password(words, number, findings); break;
            case "install" or "installorupgrade" or "upgrade": Disk(command, words, number, findings); break;
            case "network": Network(words, number, findings); break;
            case "clearpart" when words.Count == 1: findings.Error(number, column, "clearpart names no disk", "clearpart --firstdisk"); break;
            case "serialnum" or "vmserialnum" when Find(words, "--esx")?.Value is not { Length: 29 } serial || !IsSerial(serial):
                findings.Error(number, column, "the licence is --esx= and five groups of five", "--esx=XXXXX-XXXXX-XXXXX-XXXXX-XXXXX");
                break;
        }
    }

    private static void Disk(string command, List<Word> words, int number, Findings findings)
    {
        var column = words[0].Column;
        if (!words.Skip(1).Any(static word => word.Option is "--disk" or "--drive" or "--firstdisk" or "--diskBootedFrom")) findings.Error(number, column, $"`{command}` does not say which disk", "--disk=…, or --firstdisk");
        if (words.Skip(1).FirstOrDefault(static word => word.Option is "--disk" or "--drive") is { Text: not null } disk && disk.Value is not { Length: > 0 }) findings.Error(number, disk.Column, $"{disk.Option} names no disk", "--disk=mpx.vmhba0:C0:T0:L0");
        if (command != "upgrade" && Find(words, "--overwritevmfs") is { } wipes) findings.Warn(number, wipes.Column, "a datastore with virtual machines on that disk is overwritten", "--preservevmfs, where there may be one");
        if (Find(words, "--firstdisk") is { Value: { } filter } first && filter.Split(',')[0] == "usb") findings.Warn(number, first.Column, "a USB device is taken before any disk");
    }

    private static void Network(List<Word> words, int number, Findings findings)
    {
        var column = words[0].Column;
        var proto = Find(words, "--bootproto")?.Value;
        if (proto is not (null or "dhcp" or "static")) findings.Error(number, Find(words, "--bootproto")!.Value.Column, $"--bootproto is dhcp or static, not `{Findings.Shown(proto)}`");
        foreach (var option in proto == "static" ? (string[])["--ip", "--netmask", "--gateway"] : [])
        {
            if (Find(words, option) is null) findings.Error(number, column, $"a static address needs {option}=");
        }
        if (proto != "static" && words.FirstOrDefault(static word => word.Option is "--ip" or "--netmask" or "--gateway") is { Text: not null } extra) findings.Error(number, extra.Column, $"{extra.Option} goes with --bootproto=static only");
        if (Find(words, "--nodns") is not null && Find(words, "--nameserver") is { } server) findings.Error(number, server.Column, "--nodns and --nameserver exclude each other", "keep one of them");
        if (Find(words, "--vlanid") is { } vlan && !(int.TryParse(vlan.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= 4095)) findings.Error(number, vlan.Column, "a VLAN is a number from 0 to 4095");
        if (Find(words, "--addvmportgroup") is { } group && group.Value is not ("0" or "1" or "true" or "false")) findings.Error(number, group.Column, "--addvmportgroup is 0, 1, true or false");
    }

    private static void Password(List<Word> words, int number, Findings findings)
    {
        if (words.FirstOrDefault(static word => word.Option is null && word.Text is not "rootpw") is not { Text: not null } password)
        {
            findings.Error(number, words[0].Column, "rootpw has no password", "rootpw --iscrypted HASH");
            return;
        }
        if (Find(words, "--iscrypted") is not null)
        {
            if (!CryptHash.IsHash(password.Text)) findings.Error(number, password.Column, "the password is said to be encrypted, and is no hash", "openssl passwd -6, or | password_hash('sha512')");
            return;
        }
        if (CryptHash.IsMasked(password.Text)) return;
        // ESXi 7.0's default quality: 7 characters of three of the four kinds (Security.PasswordQualityControl).
        var kinds = (password.Text.Any(char.IsAsciiLetterLower) ? 1 : 0) + (password.Text.Skip(1).Any(char.IsAsciiLetterUpper) ? 1 : 0) + (password.Text.SkipLast(1).Any(char.IsAsciiDigit) ? 1 : 0) + (password.Text.Any(static c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
        if (password.Text.Length < 7) findings.Error(number, password.Column, "the root password has less than 7 characters: the installer refuses it", "a longer one, or rootpw --iscrypted HASH");
        else if (kinds < 3) findings.Error(number, password.Column, "the root password is weak: ESXi 7 and later want three of lower case, upper case (not first), digits (not last) and others", "rootpw --iscrypted HASH");
        else findings.Warn(number, password.Column, "the root password stands here in the clear", "rootpw --iscrypted HASH");
    }

    private static void Whole(Dictionary<string, int> seen, Findings findings)
    {
        if (!seen.ContainsKey("accepteula") && !seen.ContainsKey("vmaccepteula")) findings.Error(1, 1, "`accepteula` is missing: the installation stops", "accepteula");
        if (!seen.ContainsKey("rootpw") && !seen.ContainsKey("upgrade")) findings.Error(1, 1, "`rootpw` is missing: the installation stops", "with `secrets: on-boot` on the node: rootpw --iscrypted {{ secrets.root_password | password_hash('sha512') }}");
        var what = (string[])[.. ((string[])["install", "installorupgrade", "upgrade"]).Where(seen.ContainsKey)];
        if (what.Length == 0) findings.Error(1, 1, "none of install, upgrade and installorupgrade is there", "install --disk=…");
        else if (what.Length > 1) findings.Error(seen[what[1]], 1, $"`{what[0]}` (line {seen[what[0]]}) and `{what[1]}` exclude each other", "keep one of them");
        foreach (var command in (string[])["clearpart", "part", "partition"])
        {
            if (seen.TryGetValue(command, out var line) && !seen.ContainsKey("install")) findings.Error(line, 1, $"`{command}` goes with `install` only");
        }
        if (!seen.ContainsKey("network")) findings.Warn(1, 1, "`network` is missing: the host comes up with DHCP on the first card", "network --bootproto=dhcp --device=vmnic0");
        if (!seen.ContainsKey("reboot")) findings.Warn(1, 1, "`reboot` is missing: the installer waits at its last screen", "reboot");
    }

    private static Word? Find(List<Word> words, string option)
    {
        foreach (var word in words)
        {
            if (word.Option == option) return word;
        }
        return null;
    }

    private static bool IsSerial(string text) => text.Split('-') is { Length: 5 } groups && groups.All(static group => group.Length == 5 && group.All(char.IsAsciiLetterOrDigit));
}
