using System.CommandLine;
using Racklight.Secrets;
using Racklight.Vault;

namespace Racklight.Deploys.Running.Redaction;

/// <summary>The passwords of a run, from the sources that were written down with it: the same when it is resumed from another shell.</summary>
internal static class RunKeyring
{
    /// <summary>Fetches them; without a source, as Ansible's own settings say, and empty when they say nothing.</summary>
    /// <exception cref="ProblemException">A source gives no password.</exception>
    public static Task<VaultKeyring> UnlockAsync(RunSpec spec, CancellationToken cancellationToken)
    {
        var vault = new VaultOptions();
        var command = vault.AddTo(new Command("unlock"), encrypts: false);
        string[] arguments = [.. spec.VaultSources.SelectMany(static source => source.Contains('@', StringComparison.Ordinal) ? new[] { "--vault-id", source } : ["--vault-password-file", source])];
        return vault.UnlockAsync(command.Parse(arguments), VaultUse.ReadIfAny, cancellationToken, spec.ConfigDirectory);
    }
}
