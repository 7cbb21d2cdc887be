using Racklight.Answers;
using Racklight.Sites;

namespace Racklight.Secrets.Serving;

/// <summary>The secrets of sites in a server, with the passwords that it was started with.</summary>
internal sealed class SiteVaults(ServerPasswords passwords) : ISiteSecrets
{
    private readonly SealedFiles _files = new();

    /// <inheritdoc/>
    public ISecretSource Of(Site site)
    {
        if (!site.Protected) return new NoSecrets("this ref is not protected: it sees no secret");
        if (site.File.Secrets.Count == 0) return NoFiles;
        return passwords.Keyring is { } keyring
            ? new SiteSecrets(() => _files.Of(site), keyring)
            : new NoSecrets(passwords.Missing.Message, passwords.Missing.Hint);
    }

    /// <summary>A site that names no files of secrets.</summary>
    public static NoSecrets NoFiles { get; } = new("site.yaml names no file of secrets", "secrets: [secrets/*.yml] in site.yaml");
}
