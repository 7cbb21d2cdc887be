using Racklight.Yaml;

namespace Racklight.Answers.Lint;

/// <summary>Ubuntu's autoinstall inside cloud-config (Subiquity's "Autoinstall configuration reference manual").</summary>
internal sealed class AutoinstallLint : IAnswerLint
{
    private static readonly string[] Keys =
    [
        "active-directory", "apt", "codecs", "debconf-selections", "drivers", "early-commands", "error-commands", "identity", "interactive-sections", "kernel", "kernel-crash-dumps", "keyboard",
        "late-commands", "locale", "network", "oem", "packages", "proxy", "refresh-installer", "reporting", "shutdown", "snaps", "source", "ssh", "storage", "timezone", "ubuntu-advantage",
        "ubuntu-pro", "updates", "user-data", "version", "zdevs",
    ];

    public void Check(string text, Findings findings)
    {
        if (UserData.Read(text, findings) is not { } root) return;
        if (root.Find("autoinstall") is not { } entry)
        {
            var bare = root.Find("version") is not null;
            findings.Error(root.Mark.Line, root.Mark.Column, "there is no key `autoinstall`, so the installer asks everything", bare ? "indent all keys below `autoinstall:`" : "autoinstall: { version: 1, … }");
            return;
        }
        foreach (var other in root.Entries) UserData.Unknown(other.Key, [.. CloudInitLint.Keys, "autoinstall"], error: false, "cloud-init", findings);
        if (entry.Value is not YamlMapping install)
        {
            findings.Error(entry.Value.Mark.Line, entry.Value.Mark.Column, "`autoinstall` is a mapping");
            return;
        }
        foreach (var key in install.Entries) UserData.Unknown(key.Key, Keys, error: true, "autoinstall", findings);
        if (install.Find("version") is not { } version) findings.Error(entry.Key.Mark.Line, entry.Key.Mark.Column, "`version` is missing", "version: 1");
        else if (version.Value is not YamlScalar { Plain: true, Text: "1" }) findings.Error(version.Value.Mark.Line, version.Value.Mark.Column, "the only version is the number 1", "version: 1");
        UserData.Choice(install, "shutdown", ["reboot", "poweroff"], findings);
        UserData.Choice(install, "updates", ["security", "all"], findings);
        foreach (var commands in (string[])["early-commands", "late-commands", "error-commands", "packages", "snaps", "interactive-sections"])
        {
            if (install.Find(commands)?.Value is { } list and not YamlSequence) findings.Error(list.Mark.Line, list.Mark.Column, $"`{commands}` is a list");
        }
        if (install.Find("interactive-sections")?.Value is YamlSequence { Items.Count: > 0 } asks) findings.Warn(asks.Mark.Line, asks.Mark.Column, "the installer stops and asks in these sections", "remove interactive-sections for an unattended installation");
        Identity(install, entry.Key, findings);
        Storage(install, findings);
    }

    private static void Identity(YamlMapping install, YamlScalar at, Findings findings)
    {
        if (install.Find("identity") is not { } entry)
        {
            if (install.Find("user-data") is null && install.Find("active-directory") is null) findings.Error(at.Mark.Line, at.Mark.Column, "neither `identity` nor `user-data` says who may log in, and the installer demands one of them", "identity: { hostname: …, username: …, password: … }");
            return;
        }
        if (entry.Value is not YamlMapping identity)
        {
            findings.Error(entry.Value.Mark.Line, entry.Value.Mark.Column, "`identity` is a mapping");
            return;
        }
        foreach (var key in identity.Entries) UserData.Unknown(key.Key, ["realname", "username", "hostname", "password", "groups"], error: true, "identity", findings);
        foreach (var needed in (string[])["hostname", "username", "password"])
        {
            if (identity.Find(needed) is null) findings.Error(entry.Key.Mark.Line, entry.Key.Mark.Column, $"`identity` lacks `{needed}`");
        }
        if (identity.Find("password")?.Value is YamlScalar password && !CryptHash.IsHash(password.Text)) findings.Error(password.Mark.Line, password.Mark.Column, "the password must be a hash as crypt(5) takes it", "openssl passwd -6, or | password_hash('sha512')");
    }

    private static void Storage(YamlMapping install, Findings findings)
    {
        if (install.Find("storage")?.Value is not { } value) return;
        if (value is not YamlMapping storage)
        {
            findings.Error(value.Mark.Line, value.Mark.Column, "`storage` is a mapping");
            return;
        }
        if (storage.Find("layout") is { } both && storage.Find("config") is not null) findings.Error(both.Key.Mark.Line, both.Key.Mark.Column, "`layout` and `config` exclude each other");
        if (storage.Find("layout")?.Value is YamlMapping layout) UserData.Choice(layout, "name", ["direct", "lvm", "zfs", "hybrid"], findings);
    }
}
