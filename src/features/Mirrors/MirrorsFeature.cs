using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.App.Dashboard;
using Racklight.Mirrors.Caching;
using Racklight.Mirrors.Commands;
using Racklight.Mirrors.Keeping;
using Racklight.Mirrors.Pages;
using Racklight.Mirrors.Serving;

namespace Racklight.Mirrors;

/// <summary>The room of mirrors: what machines need from the internet, kept on this server.</summary>
/// <param name="catalog">Opens the catalog of a site's directory; null: <c>menu mirror</c> takes lists only.</param>
public sealed class MirrorsFeature(Func<string, IMirrorSource>? catalog = null) : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["menu"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root)
    {
        Nouns.Menu(root).Subcommands.Add(MirrorCommand.Create(catalog));
    }

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(static provider => new MirrorPlace(provider.GetRequiredService<ServerSettings>().State));
        services.AddSingleton<Mirror>();
        services.AddSingleton<IMirror>(static provider => provider.GetRequiredService<Mirror>());
        CacheServices.Add(services);
        services.AddSingleton<MirrorPages>();
        services.AddSingleton(new NavigationItem("Mirror", "/mirror", 32));
    }

    /// <inheritdoc/>
    public void MapMachine(IEndpointRouteBuilder endpoints)
    {
        MirrorEndpoints.Map(endpoints);
        CacheEndpoints.Map(endpoints);
    }

    /// <inheritdoc/>
    public void MapAdmin(IEndpointRouteBuilder endpoints) => MirrorPages.Map(endpoints);
}
