using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.Networks.Lint;
using Racklight.Networks.Solicitations;
using Racklight.Networks.Tftp;

namespace Racklight.Networks;

/// <summary>The room of networks: how DHCP runs, and what a probe finds.</summary>
public sealed class NetworksFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["network", "menu"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root)
    {
        root.Subcommands.Add(NetworkCommands.Create());
        Nouns.Menu(root).Subcommands.Add(MenuLintCommand.Create());
    }

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SightingPost>();
        services.AddSingleton<LoaderChoice>();
        services.AddSingleton<MachinePort>();
        services.AddSingleton<IpxeClients>();
        services.AddSingleton<SolicitationService>();
        services.AddHostedService(static provider => provider.GetRequiredService<SolicitationService>());
        services.AddSingleton<LoaderTree>();
        services.AddSingleton<TransferPost>();
        services.AddSingleton<TftpService>();
        services.AddHostedService(static provider => provider.GetRequiredService<TftpService>());
        services.AddSingleton<DhcpService>();
        services.AddHostedService(static provider => provider.GetRequiredService<DhcpService>());
    }
}
