using Racklight.App.Dashboard;
using Racklight.Sites;

namespace Racklight.Nodes.Views;

/// <summary>Tells the dashboard which site it shows.</summary>
internal sealed class DashboardSite(ISites sites) : IDashboardSite
{
    /// <inheritdoc/>
    public string Name => sites.Current.File.Name;

    /// <inheritdoc/>
    public string? Commit => sites.Current.Commit;
}
