using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.CommandLine;
using Racklight.App.Dashboard;
using Racklight.Menus.Commands;
using Racklight.Menus.Entries;
using Racklight.Menus.Pages;
using Racklight.Sites;

namespace Racklight.Menus;

/// <summary>The room of menus: what machines can boot, and how.</summary>
public sealed class MenusFeature : IFeature
{
    /// <summary>Joins the room to that of sites, whose reader then knows our entries and checks a site's by their recipes.</summary>
    public MenusFeature() => SiteReader.Catalog = new MenuCatalog();

    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["menu"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => MenuCommands.AddTo(Nouns.Menu(root));

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(new NavigationItem("Menu", "/menu", 30));
        services.AddSingleton(new NavigationItem("Catalog", "/catalog", 31));
    }

    /// <inheritdoc/>
    public void MapAdmin(IEndpointRouteBuilder endpoints)
    {
        MenuPages.Map(endpoints);
        CatalogPages.Map(endpoints);
    }
}
