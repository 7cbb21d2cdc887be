using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.App.Hosting;
using Racklight.Deploys;
using Racklight.Images;
using Racklight.Images.Pages;
using Racklight.Nodes;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Acceptance.Dashboard;

/// <summary>The real dashboard with its guard, its store and a rack of nodes whose boots tests bring about.</summary>
internal sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDatabase _database;
    private readonly string _directory;

    private DashboardServer(WebApplication app, IDatabase database, string directory)
    {
        (_app, _database, _directory) = (app, database, directory);
        Uri = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Uri { get; }

    /// <summary>Deploys on the server's own state.</summary>
    public DeploysOfServer Deploys => new(_database.Deploys, _directory);

    public RackOfNodes Rack => new(_app.Services, _database);

    public static async Task<DashboardServer> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("racklight-dashboard-").FullName;
        var database = await Databases.OpenAsync(null, directory, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var images = new RackImages();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<ISites>(new RackSite()).AddSingleton<IImages>(images).AddSingleton<IImageFiles>(images);
        builder.Services.AddSingleton(database.Boots).AddSingleton(database.Sessions).AddSingleton(database.Accounts).AddSingleton(database.Channels).AddSingleton(database.Tries).AddSingleton(database.Assignments).AddSingleton(database.Deploys);
        builder.Services.AddSingleton<ISiteRefs>(static provider => new SiteRefs(provider.GetRequiredService<ISites>(), null, null));
        builder.Services.AddSingleton(new ServerSettings { Site = "/", State = directory, AdminAddress = IPAddress.Loopback });
        builder.Services.AddSingleton(new NavigationItem("Images", "/images", 20));
        var dashboard = new DashboardFeature();
        var nodes = new NodesFeature();
        dashboard.AddServices(builder.Services);
        nodes.AddServices(builder.Services);
        var deploys = new DeploysFeature();
        deploys.AddServices(builder.Services);
        var app = builder.Build();
        app.Services.GetRequiredService<IAdminGuard>().Use(app);
        app.UseRouting();
        dashboard.MapAdmin(app);
        nodes.MapAdmin(app);
        deploys.MapAdmin(app);
        ImagePages.Map(app);
        await database.Channels.SetAsync("kvm", "stable", RackImages.Stable.Digest, CancellationToken.None);
        await database.Channels.SetAsync("kvm", "canary", RackImages.Canary.Digest, CancellationToken.None);
        await app.StartAsync();
        return new DashboardServer(app, database, directory);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
