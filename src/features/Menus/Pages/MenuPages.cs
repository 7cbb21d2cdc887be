using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.App.Dashboard;
using Racklight.Menus.Preview;

namespace Racklight.Menus.Pages;

/// <summary>The menu as a machine would show it.</summary>
internal static class MenuPages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/menu", ShowAsync);
        endpoints.MapGet("/menu/colours/{name}", ColoursAsync);
    }

    private static async Task ShowAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var previews = http.RequestServices.GetRequiredService<IMenuPreviews>();
        var query = MenuQuery.Read(http.Request.Query);
        var preview = await previews.ShowAsync(query.Question, http.RequestAborted);
        var model = new MenuPageModel(PageFrame.For(http, "Menu", "/menu"), query, preview, await previews.MachinesAsync(http.RequestAborted));
        await Results.RazorSlice<MenuScreenPage, MenuPageModel>(model).ExecuteAsync(http);
    }

    /// <summary>A site's colours as a style sheet of three values: pages have no inline styles.</summary>
    private static Task ColoursAsync(HttpContext http)
    {
        var colours = (http.GetRouteValue("name") as string ?? "").Split('-', '.');
        if (colours is not [var ground, var text, var marked, "css"] || !colours[..3].All(static colour => colour.Length == 6 && colour.All(char.IsAsciiHexDigit)))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Text($".console {{ --screen: #{ground}; --ink: #{text}; --chosen: #{marked}; }}\n", "text/css; charset=utf-8").ExecuteAsync(http);
    }
}
