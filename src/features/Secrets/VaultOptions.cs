using System.CommandLine;
using Racklight.App.CommandLine;
using Racklight.Secrets.Passwords;
using Racklight.Vault;

namespace Racklight.Secrets;

/// <summary>
/// The flags, variables and settings by which every verb finds its vault passwords; the same that <c>ansible-vault</c> takes:
/// <c>--vault-id</c>, <c>--vault-password-file</c>, <c>--ask-vault-pass</c>, <c>--encrypt-vault-id</c>, <c>ANSIBLE_VAULT_IDENTITY_LIST</c>,
/// <c>ANSIBLE_VAULT_PASSWORD_FILE</c>, <c>ANSIBLE_VAULT_ENCRYPT_IDENTITY</c>, <c>ANSIBLE_VAULT_ID_MATCH</c> and ansible.cfg.
/// <code>
/// var vault = new VaultOptions();
/// vault.AddTo(command);
/// command.SetAction(async (parsed, cancellationToken) =>
/// {
///     using var keyring = await vault.UnlockAsync(parsed, VaultUse.Read, cancellationToken);
///     using var secrets = SecretFile.Read("passwords.yml", keyring);
/// });
/// </code>
/// </summary>
public sealed class VaultOptions
{
    private readonly Option<string[]> _ids = new("--vault-id") { Description = "A vault id and where its password is: LABEL@FILE, LABEL@SCRIPT, LABEL@prompt (repeatable)", HelpName = "LABEL@SOURCE" };
    private readonly Option<string[]> _files = new("--vault-password-file", "--vault-pass-file") { Description = "A file with the password, or an executable that prints it (ANSIBLE_VAULT_PASSWORD_FILE)", HelpName = "FILE" };
    private readonly Option<bool> _ask = new("--ask-vault-pass", "--ask-vault-password", "-J") { Description = "Ask for the password" };
    private readonly Option<string> _encrypt = new("--encrypt-vault-id") { Description = "The vault id to encrypt with, when there are several", HelpName = "LABEL" };
    private bool _encrypts;

    /// <summary>Adds the flags to a verb.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="encrypts">It may encrypt something new: it gets <c>--encrypt-vault-id</c> too.</param>
    public Command AddTo(Command command, bool encrypts = true)
    {
        _encrypts = encrypts;
        command.Options.Add(_ids);
        command.Options.Add(_files);
        command.Options.Add(_ask);
        if (encrypts) command.Options.Add(_encrypt);
        return command;
    }

    /// <summary>True when a flag, a variable or ansible.cfg names a password: a verb that can work without may ask this first.</summary>
    public bool Any(ParseResult parsed, string directory = ".") => Wanted(parsed, AnsibleSettings.Read(directory, Environment.GetEnvironmentVariable)).Count > 0;

    /// <summary>Fetches all passwords. Scripts are run and people asked here, and not again.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="use">What the passwords are for.</param>
    /// <param name="cancellationToken">Ends scripts that run.</param>
    /// <param name="directory">Where ansible.cfg is looked for.</param>
    /// <returns>The keyring; the caller disposes it. Empty only for <see cref="VaultUse.ReadIfAny"/>.</returns>
    /// <exception cref="ProblemException">A source that was named on the command line gives no password, or none does.</exception>
    public async Task<VaultKeyring> UnlockAsync(ParseResult parsed, VaultUse use, CancellationToken cancellationToken, string directory = ".")
    {
        var settings = AnsibleSettings.Read(directory, Environment.GetEnvironmentVariable);
        var wanted = Wanted(parsed, settings);
        if (wanted.Count == 0 && use != VaultUse.ReadIfAny) wanted = WantedPasswords.Of(settings, [], [], ask: true);
        var encryptId = _encrypts && parsed.GetValue(_encrypt) is { Length: > 0 } id ? id : settings.EncryptIdentity is { Length: > 0 } set ? set : null;
        return await KeyringLoading.LoadAsync(wanted, settings.MatchIds, encryptId, use == VaultUse.Encrypt, new PasswordSource(new TerminalPrompt(), PasswordScript.Limit()), cancellationToken);
    }

    private IReadOnlyList<(string Identity, bool Explicit)> Wanted(ParseResult parsed, AnsibleSettings settings)
        => WantedPasswords.Of(settings, parsed.GetValue(_ids) ?? [], parsed.GetValue(_files) ?? [], parsed.GetValue(_ask));
}

/// <summary>What a verb needs its vault passwords for.</summary>
public enum VaultUse
{
    /// <summary>To open vaults. Asks at the terminal when no source is named.</summary>
    Read,

    /// <summary>To open vaults, should there be any: without a source the keyring is empty.</summary>
    ReadIfAny,

    /// <summary>To make new ones: a password that is typed is asked for twice.</summary>
    Encrypt,
}
