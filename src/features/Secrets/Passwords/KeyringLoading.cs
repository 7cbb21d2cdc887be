using Racklight.App.CommandLine;
using Racklight.Vault;

namespace Racklight.Secrets.Passwords;

/// <summary>Fills a keyring from its sources, in order.</summary>
internal static class KeyringLoading
{
    /// <summary>
    /// Fetches each. A source that the command line named must give its password; one from the settings may fail (they often list the environments
    /// of others), with a warning, as long as another gives one.
    /// </summary>
    public static async Task<VaultKeyring> LoadAsync(IReadOnlyList<(string Identity, bool Explicit)> wanted, bool matchIds, string? encryptId, bool making, PasswordSource source, CancellationToken cancellationToken)
    {
        var keyring = new VaultKeyring { MatchIds = matchIds, EncryptId = encryptId };
        var failed = new List<ProblemException>();
        try
        {
            foreach (var (text, named) in wanted)
            {
                try
                {
                    var identity = Parse(text);
                    keyring.Add(identity.Id, await source.ReadAsync(identity, keyring, making, cancellationToken));
                }
                catch (ProblemException e) when (!named)
                {
                    failed.Add(e);
                }
            }
            if (failed.Count > 0 && keyring.Ids.Count == 0) throw new ProblemException([.. failed.SelectMany(static e => e.Problems)]);
            Print.Problems(failed.SelectMany(static e => e.Problems).Select(static problem => problem with { Severity = Severity.Warning }));
            return keyring;
        }
        catch
        {
            keyring.Dispose();
            throw;
        }
    }

    internal static VaultIdentity Parse(string text)
    {
        try
        {
            return VaultIdentity.Parse(text);
        }
        catch (VaultFormatException e)
        {
            throw new ProblemException($"--vault-id {text}: {e.Message}", e.Hint);
        }
    }
}
