using System.CommandLine;
using Racklight.App;
using Racklight.Secrets.Commands;

namespace Racklight.Secrets;

/// <summary>The room of secrets: values in vault-encrypted files.</summary>
public sealed class SecretsFeature : IFeature
{
    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => root.Subcommands.Add(SecretCommands.Create());
}
