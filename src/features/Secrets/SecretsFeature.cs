using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Racklight.Answers;
using Racklight.App;
using Racklight.Secrets.Commands;
using Racklight.Secrets.Serving;

namespace Racklight.Secrets;

/// <summary>The room of secrets: values in vault-encrypted files.</summary>
public sealed class SecretsFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["secret"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => root.Subcommands.Add(SecretCommands.Create());

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<ServerPasswords>();
        services.AddHostedService(static provider => provider.GetRequiredService<ServerPasswords>());
        services.AddSingleton<ISiteSecrets, SiteVaults>();
    }
}
