using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Security;

namespace Racklight.App.Dashboard;

/// <summary>An entry of the dashboard's navigation; a room registers its own.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Path">Where it leads.</param>
/// <param name="Order">Its place, ascending.</param>
public sealed record NavigationItem(string Title, string Path, int Order);

/// <summary>What the dashboard calls itself.</summary>
public interface IDashboardSite
{
    /// <summary>The site's name.</summary>
    string Name { get; }

    /// <summary>The commit that is served, or null outside git.</summary>
    string? Commit { get; }
}

/// <summary>What the frame around every page needs.</summary>
public sealed record PageFrame
{
    /// <summary>The page's own title.</summary>
    public required string Title { get; init; }

    /// <summary>The path of the navigation item that the page belongs to.</summary>
    public string? Section { get; init; }

    /// <summary>Where fragments of this page arrive as server-sent events; null for a page that does not change.</summary>
    public string? Live { get; init; }

    /// <summary>The site's name.</summary>
    public string Site { get; private init; } = "";

    /// <summary>The commit that is served.</summary>
    public string? Commit { get; private init; }

    /// <summary>Who is logged in; null where no login is asked.</summary>
    public string? User { get; private init; }

    /// <summary>The token that forms of this page carry.</summary>
    public string CsrfToken { get; private init; } = "";

    /// <summary>The navigation.</summary>
    public IReadOnlyList<NavigationItem> Navigation { get; private init; } = [];

    /// <summary>Makes the frame for a request.</summary>
    public static PageFrame For(HttpContext http, string title, string? section = null, string? live = null)
    {
        var site = http.RequestServices.GetService<IDashboardSite>();
        var login = http.Features.Get<LoginFeature>();
        return new PageFrame
        {
            Title = title,
            Section = section,
            Live = live,
            Site = site?.Name ?? "Racklight",
            Commit = site?.Commit,
            User = login?.User,
            CsrfToken = login?.CsrfToken ?? "",
            Navigation = [.. http.RequestServices.GetServices<NavigationItem>().OrderBy(item => item.Order)],
        };
    }
}
