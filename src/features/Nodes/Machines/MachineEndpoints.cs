using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Racklight.Nodes.Refs;
using Racklight.State;

namespace Racklight.Nodes.Machines;

/// <summary>What machines talk to, on one page (DESIGN §6). Plain HTTP: firmware cannot do better.</summary>
internal static class MachineEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var reports = services.GetRequiredService<SessionReports>();
        endpoints.MapGet("/boot.ipxe", BootScriptAsync);
        endpoints.MapGet("/ref.ipxe", static http => WriteAsync(http, new Script(Racklight.NetBoot.Ipxe.Scripts.RefPromptScript.Write(ServerBase.Of(http)))));
        endpoints.MapGet("/ref/{**rest}", services.GetRequiredService<RefBoots>().ServeAsync);
        endpoints.MapPost("/boots/{session}/events", reports.EventAsync);
        endpoints.MapPost("/boots/{session}/credential", reports.CredentialAsync);
        endpoints.MapGet("/boots/{session}/authorized_keys", reports.KeysAsync);
        endpoints.MapGet("/boots/{session}/started", reports.StartedAsync);
        endpoints.MapMethods("/boots/{session}/answers/{file}", [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<SessionAnswers>().ServeAsync);
        endpoints.MapPost("/boots/{session}/live", reports.LiveAsync);
        endpoints.MapMethods("/loader/{file}", [HttpMethods.Get, HttpMethods.Head], services.GetRequiredService<LoaderFiles>().ServeAsync);
    }

    private static async Task BootScriptAsync(HttpContext http)
    {
        if (!http.Request.Query.ContainsKey("mac"))
        {
            var version = BootRequest.VersionOf(http.Request.Headers.UserAgent.ToString());
            if (version is not null)
            {
                http.RequestServices.GetRequiredService<INodes>().Saw(new Sighting(BootSteps.Loader, $"iPXE {version} is running") { Address = BootRequest.Remote(http) });
            }
            var (asks, capabilities) = BootRequest.ClientOf(http);
            await WriteAsync(http, new Script(Racklight.NetBoot.Ipxe.Scripts.FirstStageScript.Write(asks, capabilities)));
            return;
        }
        var script = BootRequest.Read(http, out var why) is { } request
            ? await http.RequestServices.GetRequiredService<RefBoots>().ForAsync(request, http.RequestAborted)
            : new Script(ScriptTexts.Notice(ServerBase.Of(http), "Nothing to boot", why, "Boot by the network card once more."), Refused: true);
        await WriteAsync(http, script);
    }

    /// <summary>Answers with a script.</summary>
    internal static Task WriteAsync(HttpContext http, Script script)
    {
        // iPXE throws away the body of a 403 and only shows a number; people at the console get the reason.
        if (script.Refused && BootRequest.VersionOf(http.Request.Headers.UserAgent.ToString()) is null) http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.ContentLength = System.Text.Encoding.UTF8.GetByteCount(script.Text);
        return http.Response.WriteAsync(script.Text, http.RequestAborted);
    }
}
