using System.CommandLine;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.Deploys.Checking.Commands;
using Racklight.Deploys.Hosts.Commands;
using Racklight.Deploys.Pipelines.Commands;
using Racklight.Deploys.Planning;
using Racklight.Deploys.Rebasing;
using Racklight.Deploys.Rebasing.Review.Pages;
using Racklight.Deploys.Running.Commands;
using Racklight.Deploys.Running.Pages;
using Racklight.Deploys.Starting.Commands;

namespace Racklight.Deploys;

/// <summary>The room of deploys: recorded runs of a cloud's deployment tool, and all that leads to them.</summary>
public sealed class DeploysFeature : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["deploy"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root)
    {
        var deploy = new Command("deploy", "Deploys: a cloud's configuration, its checks, plans and runs")
        {
            StartCommand.Create(),
            CheckCommand.Create(),
            PipelineCommands.Create(),
            RunnerCommand.Create(),
            HostsCommand.Create(),
            PrepareCommand.Create(),
            PlanCommand.Create(),
            RebaseCommand.Create(),
        };
        foreach (var verb in RunVerbs.All()) deploy.Subcommands.Add(verb);
        root.Subcommands.Add(deploy);
    }

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton<DeployPages>();
        services.AddSingleton<RebasePages>();
        services.AddSingleton(new NavigationItem("Deploys", "/deploys", 40));
    }

    /// <inheritdoc/>
    public void MapAdmin(IEndpointRouteBuilder endpoints)
    {
        DeployPages.Map(endpoints);
        RebasePages.Map(endpoints);
    }
}
