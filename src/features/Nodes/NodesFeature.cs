using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Racklight.Answers;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.App.Dashboard;
using Racklight.Images;
using Racklight.Menus.Preview;
using Racklight.Nodes.Api;
using Racklight.Nodes.Assigning;
using Racklight.Nodes.Boots;
using Racklight.Nodes.Commands;
using Racklight.Nodes.Machines;
using Racklight.Nodes.Pages;
using Racklight.Nodes.Preview;
using Racklight.Nodes.Refs;
using Racklight.Nodes.Views;

namespace Racklight.Nodes;

/// <summary>The room of nodes.</summary>
/// <param name="secrets">Whose names a preview on the command line looks up; null: none are.</param>
public sealed class NodesFeature(ISiteSecrets? secrets = null) : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["node", "menu"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root)
    {
        root.Subcommands.Add(NodeCommands.Create(secrets ?? NoSecrets.Instance));
        // What a ref changes is asked of machines, which are this room's.
        Nouns.Menu(root).Subcommands.Add(MenuDiffCommand.Create("menu"));
    }

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SiteIndex>();
        services.AddSingleton<MachineBook>();
        services.AddSingleton<BootFeed>().AddSingleton<IBootFeed>(provider => provider.GetRequiredService<BootFeed>());
        services.AddSingleton<BootLedger>();
        services.AddSingleton<Lanes>();
        services.AddSingleton<Timeline>();
        services.AddSingleton<INodes>(provider => provider.GetRequiredService<Timeline>());
        services.AddSingleton<IDownloadWatcher>(provider => provider.GetRequiredService<Timeline>());
        services.AddSingleton<ExtraTrustedKeys>();
        services.AddSingleton<TrustedKeys>();
        services.AddSingleton<BootScripts>();
        services.AddSingleton<RefLimits>();
        services.AddSingleton<RefBoots>();
        services.AddSingleton<Tries>();
        services.AddSingleton<Assignments>();
        services.AddSingleton<OnceBoots>();
        services.AddSingleton<NodeNames>();
        services.AddSingleton<AssignmentDesk>();
        services.AddSingleton<AssignmentApi>();
        services.AddSingleton<TryApi>();
        services.AddSingleton<SessionGate>();
        services.AddSingleton<SessionReports>();
        services.TryAddSingleton<ISiteSecrets>(NoSecrets.Instance);
        services.AddSingleton<SessionAnswers>();
        services.AddSingleton<LoaderFiles>();
        services.AddSingleton<PreviewMachines>();
        services.AddSingleton<Choices>();
        services.AddSingleton<IMenuPreviews, MenuPreviews>();
        services.AddSingleton<NodeQueries>();
        services.AddSingleton<NodePages>();
        services.AddSingleton<DiscoveredPages>();
        services.AddSingleton(new NavigationItem("Discovered", "/discovered", 15));
        services.AddSingleton<IImageUse, ImageUse>();
        services.AddSingleton<IDashboardSite, DashboardSite>();
        services.AddSingleton(new NavigationItem("Nodes", "/nodes", 10));
    }

    /// <inheritdoc/>
    public void MapMachine(IEndpointRouteBuilder endpoints) => MachineEndpoints.Map(endpoints);

    /// <inheritdoc/>
    public void MapAdmin(IEndpointRouteBuilder endpoints)
    {
        NodeApi.Map(endpoints);
        TryApi.Map(endpoints);
        AssignmentApi.Map(endpoints);
        NodePages.Map(endpoints);
        DiscoveredPages.Map(endpoints);
    }
}
