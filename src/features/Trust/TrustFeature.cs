using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.Hosting;
using Racklight.Trust.Commands;
using Racklight.Trust.Keys;
using Racklight.Trust.Signatures;

namespace Racklight.Trust;

/// <summary>The room of trust: the site's own keys, and what they sign.</summary>
public sealed class TrustFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["trust"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => root.Subcommands.Add(TrustCommands.Create());

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SiteKeys>();
        services.AddSingleton<ISiteTrust>(static provider => provider.GetRequiredService<SiteKeys>());
        services.AddSingleton<IServerCertificates>(static provider => provider.GetRequiredService<SiteKeys>());
        services.AddSingleton<IMachineFilter, SignatureFilter>();
    }
}
