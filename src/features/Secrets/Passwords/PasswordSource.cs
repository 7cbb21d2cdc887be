using Racklight.Vault;
using Racklight.Yaml;

namespace Racklight.Secrets.Passwords;

/// <summary>Fetches the password of one vault id from its file, script or user.</summary>
internal sealed class PasswordSource(IPasswordPrompt prompt, TimeSpan scriptLimit)
{
    private const int LargestFile = 1 << 20;

    /// <summary>A tree whose scripts are not run, since whoever may push decides what they are; null: none.</summary>
    public string? Distrusted { get; init; }

    /// <summary>Fetches it.</summary>
    /// <param name="identity">Whose, and where.</param>
    /// <param name="known">What was fetched before: a password's file may itself be a vault of an earlier one.</param>
    /// <param name="making">It will encrypt: what is typed is asked for twice.</param>
    /// <param name="cancellationToken">Ends a script.</param>
    /// <exception cref="ProblemException">There is none; the message names the source.</exception>
    public async Task<VaultPassword> ReadAsync(VaultIdentity identity, VaultKeyring known, bool making, CancellationToken cancellationToken)
    {
        var source = identity.Source;
        try
        {
            if (identity.IsPrompt) return prompt.Ask(identity, making);
            if (source.Length == 0) throw Bad(identity, "no file or script is named", "--vault-id prod@FILE");
            if (Directory.Exists(source)) throw Bad(identity, "it is a directory", null);
            if (!File.Exists(source)) throw Bad(identity, "there is no such file", source.Contains('@', StringComparison.Ordinal) ? "only the first @ ends the label" : null);
            if ((File.GetUnixFileMode(source) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0)
            {
                if (Distrusted is { } tree && BoundedFile.IsBelow(BoundedFile.RealPath(tree), BoundedFile.RealPath(source))) throw Bad(identity, $"it is executable and lies in the site's repository {tree}, where every push could change it", "keep the script elsewhere; a plain file with the password is read from anywhere: chmod -x");
                return await new PasswordScript(source, scriptLimit).RunAsync(identity, cancellationToken);
            }
            return FromFile(source, known);
        }
        catch (VaultException e)
        {
            throw Bad(identity, e.Message, e.Hint);
        }
        catch (BoundedFileException e)
        {
            throw Bad(identity, e.Message, null);
        }
    }

    private static VaultPassword FromFile(string source, VaultKeyring known)
    {
        var content = BoundedFile.Read("/", source, LargestFile);
        try
        {
            // Ansible strips first, so that blanks before a vaulted password's header do not matter here, though they do in a vault.
            var stripped = content.AsSpan().Trim(" \t\n\r\v\f"u8);
            if (!VaultEnvelope.IsVault(stripped)) return VaultPassword.FromFile(stripped);
            using var opened = known.Open(stripped);
            return VaultPassword.FromScript(opened.Plaintext.Span);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(content);
        }
    }

    internal static ProblemException Bad(VaultIdentity identity, string why, string? hint)
    {
        var what = identity.IsPrompt ? "the password" : $"the password's source {identity.Source}";
        return new ProblemException($"{what}{(identity.Named ? $" (vault id `{identity.Id}`)" : "")}: {why}", hint);
    }
}
