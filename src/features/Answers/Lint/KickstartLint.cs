using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>Kickstart for Anaconda (pykickstart's documentation, "Kickstart Commands" and "Sections").</summary>
internal sealed class KickstartLint : IAnswerLint
{
    private static readonly string[] Sections = ["%packages", "%pre", "%pre-install", "%post", "%onerror", "%traceback", "%addon", "%anaconda", "%certificate"];

    private static readonly string[] Commands =
    [
        "authselect", "autopart", "bootc", "bootloader", "btrfs", "cdrom", "clearpart", "cmdline", "driverdisk", "eula", "fcoe", "firewall", "firstboot", "graphical", "group", "halt", "harddrive",
        "hmc", "ignoredisk", "iscsi", "iscsiname", "keyboard", "lang", "liveimg", "logging", "logvol", "mediacheck", "module", "mount", "network", "nfs", "nvdimm", "ostreecontainer", "ostreesetup",
        "part", "partition", "poweroff", "raid", "realm", "reboot", "repo", "reqpart", "rescue", "rhsm", "rootpw", "selinux", "services", "shutdown", "skipx", "snapshot", "sshkey", "sshpw",
        "syspurpose", "text", "timesource", "timezone", "updates", "url", "user", "vnc", "rdp", "volgroup", "xconfig", "zerombr", "zfcp", "zipl",
    ];

    /// <summary>Words of old releases, and what to write instead.</summary>
    private static readonly Dictionary<string, string> Gone = new(StringComparer.Ordinal)
    {
        ["auth"] = "authselect", ["authconfig"] = "authselect", ["autostep"] = "remove it", ["device"] = "remove it", ["deviceprobe"] = "remove it", ["dmraid"] = "remove it", ["install"] = "remove it: installing is what kickstart does",
        ["interactive"] = "remove it", ["langsupport"] = "lang --addsupport=", ["lilo"] = "bootloader", ["lilocheck"] = "remove it", ["method"] = "url, nfs, cdrom or harddrive", ["monitor"] = "remove it", ["mouse"] = "remove it",
        ["multipath"] = "remove it", ["upgrade"] = "remove it: upgrades do not go by kickstart",
    };

    /// <summary>At most one of each row.</summary>
    private static readonly (string What, string[] Words)[] Exclusive =
    [
        ("where the packages come from", ["cdrom", "harddrive", "hmc", "liveimg", "nfs", "ostreecontainer", "ostreesetup", "url", "bootc"]),
        ("what follows the installation", ["halt", "poweroff", "reboot", "shutdown"]),
        ("how the installer shows itself", ["cmdline", "graphical", "text"]),
    ];

    private static readonly string[] Layout = ["part", "partition", "logvol", "volgroup", "raid", "btrfs"];

    public void Check(string text, Findings findings)
    {
        var lines = WordLine.Lines(text, findings);
        var seen = new Dictionary<string, (int Line, int Column)>(StringComparer.Ordinal);
        (string Name, int Line)? section = null;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            var first = line.TrimStart().Split([' ', '\t'], 2)[0];
            var column = line.Length - line.TrimStart().Length + 1;
            if (section is { } inside)
            {
                if (first == "%end") section = null;
                else if (Sections.Contains(first) && column == 1)
                {
                    findings.Error(inside.Line, 1, $"the section {inside.Name} is not closed before {first} on line {i + 1} begins", "end every section with %end");
                    section = (first, i + 1);
                }
                continue;
            }
            if (first.Length == 0 || first[0] == '#') continue;
            if (first == "%end") findings.Error(i + 1, column, "this %end closes nothing");
            else if (Sections.Contains(first)) section = (first, i + 1);
            else if (first is "%include" or "%ksappend")
            {
                if (line.Trim().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Length < 2) findings.Error(i + 1, column, $"{first} names no file");
            }
            else if (first[0] == '%') findings.Error(i + 1, column, $"there is no section {Findings.Shown(first)}", Hint(NearestWord.Of(first, Sections)) ?? "sections are " + string.Join(", ", Sections));
            else Command(line, i + 1, seen, findings);
        }
        if (section is { } last) findings.Error(last.Line, 1, $"the section {last.Name} is never closed", "end it with %end");
        Whole(seen, findings);
    }

    private static void Command(string line, int number, Dictionary<string, (int Line, int Column)> seen, Findings findings)
    {
        var words = WordLine.Read(line, out var open);
        if (open) findings.Error(number, line.Length, "a quote is opened on this line and never closed");
        if (words.Count == 0) return;
        var (command, column) = words[0];
        if (Gone.TryGetValue(command, out var instead))
        {
            findings.Warn(number, column, $"`{command}` is no longer known by current installers", instead);
            return;
        }
        if (!Commands.Contains(command))
        {
            findings.Error(number, column, $"`{Findings.Shown(command)}` is no kickstart command, and the installer stops at it", Hint(NearestWord.Of(command, Commands)));
            return;
        }
        foreach (var (what, row) in Exclusive)
        {
            if (!row.Contains(command)) continue;
            foreach (var other in row)
            {
                if (other != command && seen.TryGetValue(other, out var at)) findings.Error(number, column, $"`{command}` and `{other}` (line {at.Line}) both say {what}", "keep one of them");
            }
        }
        if (command == "autopart" || Layout.Contains(command))
        {
            var other = command == "autopart" ? Layout.FirstOrDefault(seen.ContainsKey) : seen.ContainsKey("autopart") ? "autopart" : null;
            if (other is not null) findings.Error(number, column, $"`{command}` cannot stand beside `{other}` (line {seen[other].Line})", "partition by autopart, or by hand");
        }
        seen.TryAdd(command, (number, column));
        Options(command, words, number, findings);
    }

    private static void Options(string command, List<Word> words, int number, Findings findings)
    {
        var column = words[0].Column;
        var plain = words.Skip(1).Where(static word => word.Option is null).ToList();
        bool Has(params ReadOnlySpan<string> names)
        {
            foreach (var word in words)
            {
                if (word.Option is { } option && names.Contains(option)) return true;
            }
            return false;
        }
        switch (command)
        {
            case "rootpw" when plain.Count == 0 && !Has("--lock"):
                findings.Error(number, column, "rootpw has no password", "rootpw --lock, or rootpw --iscrypted HASH");
                break;
            case "rootpw" when Has("--iscrypted") && plain is [var hash, ..] && !CryptHash.IsHash(hash.Text):
                findings.Error(number, hash.Column, "the password is said to be encrypted, and is no hash", "openssl passwd -6, or | password_hash('sha512')");
                break;
            case "user" when !Has("--name"):
                findings.Error(number, column, "user needs a name", "user --name=NAME");
                break;
            case "url" when !Has("--url", "--mirrorlist", "--metalink"):
                findings.Error(number, column, "url names no place", "url --url=http://…");
                break;
            case "repo" when !Has("--name"):
                findings.Error(number, column, "repo needs a name", "repo --name=NAME --baseurl=http://…");
                break;
            case "clearpart" when Has("--all") && Has("--none"):
                findings.Error(number, column, "clearpart says both --all and --none");
                break;
            case "clearpart" when Has("--all") && !Has("--drives"):
                findings.Warn(number, column, "every disk of the machine is cleared, whatever is on it", "clearpart --all --drives=…");
                break;
            case "network" when words.Any(static word => word.Text == "--bootproto=static"):
                foreach (var option in (string[])["--ip", "--netmask"])
                {
                    if (!Has(option)) findings.Error(number, column, $"a static address needs {option}=");
                }
                break;
            case "lang" or "keyboard" or "timezone" or "sshkey" when words.Count == 1:
                findings.Error(number, column, $"{command} says nothing");
                break;
            case "part" or "partition" when plain.Count == 0:
                findings.Error(number, column, $"{command} names no mount point");
                break;
        }
    }

    private static void Whole(Dictionary<string, (int Line, int Column)> seen, Findings findings)
    {
        if (!seen.ContainsKey("rootpw") && !seen.ContainsKey("user")) findings.Warn(1, 1, "neither rootpw nor user is there: the installer stops and asks", "rootpw --lock and sshkey, or user --name=…");
        if (!seen.ContainsKey("autopart") && !seen.ContainsKey("mount") && !Layout.Any(seen.ContainsKey)) findings.Warn(1, 1, "nothing says where the system goes: the installer stops and asks for a disk", "mark a disk for `system` on the node (docs/answers.md), or write autopart");
        foreach (var command in (string[])["lang", "keyboard", "timezone"])
        {
            if (!seen.ContainsKey(command)) findings.Warn(1, 1, $"`{command}` is missing: a text installation stops and asks");
        }
    }

    private static string? Hint(string? near) => near is null ? null : $"did you mean `{near}`?";
}
