using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.Menus.Entries;
using Racklight.Menus.Preview;
using Racklight.Sites;
using Racklight.Yaml;

namespace Racklight.Menus.Pages;

/// <summary>All that machines can boot.</summary>
internal static class CatalogPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/catalog", ListAsync);
        endpoints.MapGet("/catalog/{entry}", ShowAsync);
    }

    private static Task ListAsync(HttpContext http)
    {
        var mirror = http.RequestServices.GetService<IMirroredFiles>();
        IReadOnlyList<CatalogRow> rows = [.. CatalogOf(http).Entries.Select(entry => CatalogRow.Of(entry, mirror))];
        var model = new CatalogPageModel(PageFrame.For(http, "Catalog", "/catalog"), rows, Text(http, "q"), Text(http, "section"));
        return SendAsync(http, Results.RazorSlice<CatalogList, CatalogPageModel>(model));
    }

    private static Task ShowAsync(HttpContext http)
    {
        var catalog = CatalogOf(http);
        var id = (string)http.GetRouteValue("entry")!;
        if (!catalog.TryGet(id, out var entry))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            var missing = new MissingEntryPage(PageFrame.For(http, "Not found", "/catalog"), id, NearestWord.Of(id, catalog.Entries.Select(static one => one.Id)));
            return SendAsync(http, Results.RazorSlice<MissingEntry, MissingEntryPage>(missing, StatusCodes.Status404NotFound));
        }
        var mirror = http.RequestServices.GetService<IMirroredFiles>();
        var model = new EntryPageModel(PageFrame.For(http, entry.Title, "/catalog"), CatalogRow.Of(entry, mirror), [.. EntryBoot.All(entry, mirror)]);
        return SendAsync(http, Results.RazorSlice<EntryPage, EntryPageModel>(model));
    }

    private static Catalog CatalogOf(HttpContext http) => Catalog.Load(http.RequestServices.GetRequiredService<ISites>().Current);

    private static string Text(HttpContext http, string name) => http.Request.Query[name].ToString() is { Length: <= 100 } text ? text : "";

    private static Task SendAsync(HttpContext http, IResult result)
    {
        http.Response.Headers.CacheControl = "no-store";
        return result.ExecuteAsync(http);
    }
}
