using Racklight.Answers;
using Racklight.Secrets.Passwords;
using Racklight.Sites;
using Racklight.Vault;

namespace Racklight.Secrets.Serving;

/// <summary>
/// The secrets of a site for who looks at it on the command line: with the passwords that Ansible's variables name, else as far as can be told without.
/// Nothing of the site says where passwords come from, so that a checkout of anybody's branch can be checked.
/// </summary>
public sealed class VaultsAtHand : ISiteSecrets
{
    private readonly SealedFiles _files = new();
    private (VaultKeyring? Keyring, Problem? Why)? _passwords;

    /// <inheritdoc/>
    public ISecretSource Of(Site site)
    {
        if (site.File.Secrets.Count == 0) return SiteVaults.NoFiles;
        var (keyring, why) = Passwords(site);
        return new SiteSecrets(() => _files.Of(site), keyring, why);
    }

    /// <summary>The files of a site, and the passwords, if there are any.</summary>
    internal (Func<IReadOnlyList<SealedFile>> Files, VaultKeyring? Keyring) Look(Site site) => (() => _files.Of(site), Passwords(site).Keyring);

    private (VaultKeyring? Keyring, Problem? Why) Passwords(Site site) => _passwords ??= Fetch(site);

    private static (VaultKeyring? Keyring, Problem? Why) Fetch(Site site)
    {
        try
        {
            var settings = AnsibleSettings.ReadVariables(Environment.GetEnvironmentVariable);
            var wanted = WantedPasswords.Of(settings, [], []);
            if (wanted.Count == 0) return (null, new Problem("no vault password is at hand") { Hint = "ANSIBLE_VAULT_PASSWORD_FILE=FILE, or ANSIBLE_VAULT_IDENTITY_LIST" });
            var source = new PasswordSource(new TerminalPrompt(), PasswordScript.Limit()) { Distrusted = SiteReader.TreeOf(site.Root) };
            // A command that looks at a site waits for a script, and for nothing else.
            return (KeyringLoading.LoadAsync(wanted, settings.MatchIds, null, making: false, source, CancellationToken.None).GetAwaiter().GetResult(), null);
        }
        catch (ProblemException e)
        {
            return (null, e.Problems[0]);
        }
    }
}
