using Racklight.Answers;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.BootMedia;
using Racklight.Deploys;
using Racklight.Images;
using Racklight.Labs;
using Racklight.Menus;
using Racklight.Mirrors;
using Racklight.Networks;
using Racklight.Nodes;
using Racklight.Secrets;
using Racklight.Secrets.Serving;
using Racklight.Serve;
using Racklight.Sites;
using Racklight.Trust;

namespace Racklight;

/// <summary>The list of rooms. A feature goes by deleting its folder and its line here.</summary>
internal static class Features
{
    // The rooms that look at answers ask for the names of secrets, and do not know the room that has them.
    private static readonly VaultsAtHand Vaults = new();

    public static IReadOnlyList<IFeature> All { get; } =
    [
        new DashboardFeature(),
        new SitesFeature(new AnswerChecks(Vaults), new SiteVaultChecks(Vaults)),
        new NetworksFeature(),
        new NodesFeature(Vaults),
        new ImagesFeature(),
        new MenusFeature(),
        new BootMediaFeature(),
        new MirrorsFeature(static site => new MenuFiles(site)),
        new LabsFeature(),
        new TrustFeature(),
        new SecretsFeature(),
        new DeploysFeature(),
        new SiteCacheRules(),
        new MenuMirror(),
    ];
}
