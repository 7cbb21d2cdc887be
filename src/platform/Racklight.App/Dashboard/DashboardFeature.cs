using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Hosting;
using Racklight.App.Security;
using Racklight.App.Security.OpenId;

namespace Racklight.App.Dashboard;

/// <summary>The dashboard's frame and what guards the administrative listener; rooms add their pages to it.</summary>
public sealed class DashboardFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["user", "token"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root)
    {
        root.Subcommands.Add(UserCommands.Create());
        root.Subcommands.Add(TokenCommands.Create());
    }

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<LoginSessions>();
        services.AddSingleton<LoginThrottle>();
        services.AddSingleton<OpenIdAttempts>();
        services.AddSingleton<OpenIdLogin>();
        services.AddSingleton<IAdminGuard, AdminGuard>();
    }

    /// <inheritdoc/>
    public void MapAdmin(IEndpointRouteBuilder endpoints)
    {
        Asset.Map(endpoints);
        LoginEndpoints.Map(endpoints);
        OpenIdEndpoints.Map(endpoints);
    }
}
