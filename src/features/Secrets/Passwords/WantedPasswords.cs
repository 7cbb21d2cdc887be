using Racklight.Vault;

namespace Racklight.Secrets.Passwords;

/// <summary>Which vault passwords are wanted: the identity of each, and whether whoever runs this named it, or only the settings do.</summary>
internal static class WantedPasswords
{
    /// <summary>In Ansible's order: the settings' identities, those that were named, password files, a prompt.</summary>
    public static IReadOnlyList<(string Identity, bool Explicit)> Of(AnsibleSettings settings, IEnumerable<string> ids, IEnumerable<string> files, bool ask = false)
    {
        var home = Environment.GetEnvironmentVariable("HOME");
        var wanted = settings.Identities.Select(static identity => (identity, false)).ToList();
        foreach (var identity in ids)
        {
            var at = identity.IndexOf('@', StringComparison.Ordinal);
            wanted.Add((identity[..(at + 1)] + SourcePath.Full(identity[(at + 1)..], ".", home), true));
        }
        foreach (var file in files) wanted.Add(($"{VaultKeyring.DefaultId}@{SourcePath.Full(file, ".", home)}", true));
        if (settings.PasswordFile is { } named) wanted.Add(($"{VaultKeyring.DefaultId}@{named}", false));
        if (ask || settings.Ask) wanted.Add((VaultKeyring.DefaultId + "@prompt_ask_vault_pass", true));
        return wanted;
    }
}
