using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.Images.Commands;
using Racklight.Images.Pages;
using Racklight.State;

namespace Racklight.Images;

/// <summary>The room of images.</summary>
public sealed class ImagesFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["image"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => root.Subcommands.Add(new Command("image", "Live images: built from the site, named by digest.")
    {
        BuildCommand.Create(),
        ListCommand.Create(),
        ShowCommand.Create(),
        VerifyCommand.Create(),
        SweepCommand.Create(),
    });

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(static provider => new ImageService(
            provider.GetRequiredService<ServerSettings>().State,
            () => provider.GetService<IDatabase>()?.Channels,
            provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton<IImages>(static provider => provider.GetRequiredService<ImageService>());
        services.AddSingleton(new NavigationItem("Images", "/images", 20));
        services.AddSingleton<IImageFiles>(static provider => provider.GetRequiredService<ImageService>());
    }

    /// <inheritdoc/>
    public void MapMachine(IEndpointRouteBuilder endpoints) => ImageEndpoints.Map(endpoints);

    /// <inheritdoc/>
    public void MapAdmin(IEndpointRouteBuilder endpoints) => ImagePages.Map(endpoints);
}
