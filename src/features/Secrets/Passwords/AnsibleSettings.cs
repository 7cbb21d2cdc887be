using Racklight.Yaml;

namespace Racklight.Secrets.Passwords;

/// <summary>What Ansible's own variables and ansible.cfg say about vaults.</summary>
internal sealed record AnsibleSettings
{
    private const int LargestFile = 1 << 20;

    /// <summary><c>vault_identity_list</c>.</summary>
    public IReadOnlyList<string> Identities { get; private init; } = [];

    /// <summary><c>vault_password_file</c>.</summary>
    public string? PasswordFile { get; private init; }

    /// <summary><c>vault_encrypt_identity</c>.</summary>
    public string? EncryptIdentity { get; private init; }

    /// <summary><c>vault_id_match</c>.</summary>
    public bool MatchIds { get; private init; }

    /// <summary><c>ask_vault_pass</c>.</summary>
    public bool Ask { get; private init; }

    /// <summary>Variables first, then the one ansible.cfg that Ansible would take: ANSIBLE_CONFIG, here, the home directory, /etc/ansible.</summary>
    public static AnsibleSettings Read(string directory, Func<string, string?> variable) => Read(directory, variable, ConfigFile(directory, variable));

    /// <summary>Variables alone: a server may run in a site's directory, and an ansible.cfg there is the word of whoever pushed last.</summary>
    public static AnsibleSettings ReadVariables(Func<string, string?> variable) => Read(".", variable, null);

    private static AnsibleSettings Read(string directory, Func<string, string?> variable, string? file)
    {
        var config = file is null ? [] : Defaults(file);
        var home = variable("HOME");
        string? Value(string key, string? name = null) => variable(name ?? "ANSIBLE_" + key.ToUpperInvariant()) is { Length: > 0 } said ? said : config.GetValueOrDefault(key);
        // A path in ansible.cfg is relative to that file; one in a variable, to where the command runs.
        string? Source(string key) => variable("ANSIBLE_" + key.ToUpperInvariant()) is { Length: > 0 } said
            ? SourcePath.Full(said, directory, home)
            : config.TryGetValue(key, out var written) && written.Length > 0 ? SourcePath.Full(written, Path.GetDirectoryName(file)!, home) : null;
        return new AnsibleSettings
        {
            Identities = [.. (Value("vault_identity_list") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text => Located(text, variable("ANSIBLE_VAULT_IDENTITY_LIST") is { Length: > 0 } || file is null ? directory : Path.GetDirectoryName(file)!, home))],
            PasswordFile = Source("vault_password_file"),
            EncryptIdentity = Value("vault_encrypt_identity"),
            MatchIds = IsTrue(Value("vault_id_match")),
            Ask = IsTrue(Value("ask_vault_pass")),
        };
    }

    private static string Located(string identity, string directory, string? home)
    {
        var at = identity.IndexOf('@', StringComparison.Ordinal);
        return identity[..(at + 1)] + SourcePath.Full(identity[(at + 1)..], directory, home);
    }

    private static bool IsTrue(string? text) => text?.Trim().ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON" or "T" or "Y";

    private static string? ConfigFile(string directory, Func<string, string?> variable)
    {
        if (variable("ANSIBLE_CONFIG") is { Length: > 0 } named)
        {
            var full = Path.GetFullPath(SourcePath.Full(named, directory, variable("HOME")));
            if (Directory.Exists(full)) full = Path.Combine(full, "ansible.cfg");
            if (File.Exists(full)) return full;
        }
        // Ansible does not read one where everybody may put it (its documentation, "avoiding security risks with ansible.cfg").
        var here = Path.GetFullPath(Path.Combine(directory, "ansible.cfg"));
        if (File.Exists(here) && !File.GetUnixFileMode(Path.GetDirectoryName(here)!).HasFlag(UnixFileMode.OtherWrite)) return here;
        string[] others = [Path.Combine(variable("HOME") ?? "/nonexistent", ".ansible.cfg"), "/etc/ansible/ansible.cfg"];
        return Array.Find(others, File.Exists);
    }

    /// <summary>The <c>[defaults]</c> of an INI file; what cannot be read counts as not there.</summary>
    private static Dictionary<string, string> Defaults(string file)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string text;
        try
        {
            text = System.Text.Encoding.UTF8.GetString(BoundedFile.Read("/", file, LargestFile));
        }
        catch (BoundedFileException e)
        {
            throw new ProblemException(new Problem($"cannot be read: {e.Message}") { File = file, Hint = "ANSIBLE_CONFIG names another" });
        }
        var inside = false;
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            if (line[0] == '[') inside = line == "[defaults]";
            var at = line.AsSpan().IndexOfAny('=', ':');
            if (!inside || at <= 0) continue;
            var value = line[(at + 1)..];
            var comment = value.IndexOf(" ;", StringComparison.Ordinal);
            values[line[..at].Trim().ToLowerInvariant()] = (comment < 0 ? value : value[..comment]).Trim();
        }
        return values;
    }
}
