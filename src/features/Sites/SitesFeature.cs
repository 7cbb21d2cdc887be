using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App;
using Racklight.Sites.Commands;

namespace Racklight.Sites;

/// <summary>The git repository that the served site lies in.</summary>
/// <param name="Commits">Reads its commits; null outside git.</param>
internal sealed record SiteRepository(CommitSites? Commits) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Commits?.Dispose();
}

/// <summary>The room of sites.</summary>
/// <param name="added">What other rooms look at when a site is checked.</param>
public sealed class SitesFeature(params IReadOnlyList<IAddedCheck> added) : IFeature
{
    /// <inheritdoc/>
    public IReadOnlyList<string> CommandNouns => ["site"];

    /// <inheritdoc/>
    public void AddCommands(RootCommand root) => root.Subcommands.Add(SiteCommands.Create(added));

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services)
    {
        services.AddSingleton(static provider => new ForkRepositories(Path.Combine(provider.GetRequiredService<ServerSettings>().State, "refs", "forks")));
        services.AddSingleton(static provider => new SiteRepository(
            GitRepository.Around(provider.GetRequiredService<ServerSettings>().Site) is { } repository ? new CommitSites(repository, provider.GetRequiredService<ForkRepositories>()) : null));
        services.AddSingleton(static provider => SiteWatcher.Open(
            provider.GetRequiredService<ServerSettings>().Site, provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<SiteRepository>().Commits));
        services.AddSingleton<ISiteRefs>(static provider => new SiteRefs(
            provider.GetRequiredService<ISites>(), provider.GetRequiredService<SiteRepository>().Commits, provider.GetRequiredService<ForkRepositories>()));
        services.AddSingleton<ISites>(static provider => provider.GetRequiredService<SiteWatcher>());
        services.AddHostedService(static provider => provider.GetRequiredService<SiteWatcher>());
    }
}
