namespace Racklight.Deploys.Starting;

/// <summary>What must never be committed, in any form: backups of old secrets, keys that belong to one host, what is made anew.</summary>
internal static class NeverCommitted
{
    private static readonly (string Pattern, string Why)[] Patterns =
    [
        ("*.tar", "a backup; openstack-ansible keeps every old user_secrets.yml in one, in plaintext"),
        ("*.tar.gz", "a backup"),
        ("*.tgz", "a backup"),
        ("*.bak", "a backup"),
        ("*.orig", "a backup"),
        ("*.retry", "what Ansible noted of a failed run"),
        ("pki/", "keys of the internal certificate authority: they belong to the deployment host"),
        ("ssh_keypairs/", "private keys for ssh: they belong to the deployment host"),
        ("certificates/private/", "private keys of certificates"),
        ("ansible_facts/", "facts of hosts, gathered anew"),
        ("upgrade-*/", "marks of an upgrade that ran"),
        ("*openrc*", "a login with its password; post-deploy writes it anew"),
        ("clouds.yaml", "a login with its password; post-deploy writes it anew"),
        ("clouds.yml", "a login with its password"),
        ("secure.yaml", "a login with its password"),
        (".vault_pass*", "the vault's own password"),
        ("vault_pass*", "the vault's own password"),
        ("id_rsa*", "a private key"),
        ("id_ed25519*", "a private key"),
        ("*.log", "a log"),
        ("racklight-logs/", "logs of deploys"),
        ("plan/", "plans of deploys"),
        (".private/", "temporary files of deploys"),
    ];

    /// <summary>Why a path must not be committed, or null.</summary>
    public static string? Reason(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        foreach (var (pattern, why) in Patterns)
        {
            if (pattern.EndsWith('/') ? path.Split('/')[..^1].Any(part => Fits(pattern[..^1], part)) || path.StartsWith(pattern, StringComparison.Ordinal) || path.Contains("/" + pattern, StringComparison.Ordinal) : Fits(pattern, name)) return why;
        }
        return null;
    }

    /// <summary>The text of <c>.gitignore</c>.</summary>
    public static string GitIgnore()
        => "# What must never be committed. `racklight deploy check` looks for what slips by.\n" + string.Join('\n', Patterns.Select(static pattern => pattern.Pattern)) + "\n";

    private static bool Fits(string pattern, string name)
    {
        var parts = pattern.Split('*');
        if (parts.Length == 1) return name == pattern;
        if (!name.StartsWith(parts[0], StringComparison.Ordinal) || !name.EndsWith(parts[^1], StringComparison.Ordinal) || name.Length < parts[0].Length + parts[^1].Length) return false;
        return parts.Length < 3 || name.AsSpan(parts[0].Length, name.Length - parts[0].Length - parts[^1].Length).Contains(parts[1], StringComparison.Ordinal);
    }
}
