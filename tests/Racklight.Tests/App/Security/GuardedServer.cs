using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Racklight.App;
using Racklight.App.Dashboard;
using Racklight.App.Hosting;
using Racklight.App.Security.OpenId;
using Racklight.State;

namespace Racklight.Tests.App.Security;

/// <summary>The administrative listener with its guard and one page behind it.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _directory;

    private GuardedServer(WebApplication app, IDatabase database, FakeTimeProvider clock, string directory)
    {
        (_app, Database, Clock, _directory) = (app, database, clock, directory);
        Uri = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = true }) { BaseAddress = Uri };
    }

    public Uri Uri { get; }

    public HttpClient Client { get; }

    public IDatabase Database { get; }

    public FakeTimeProvider Clock { get; }

    /// <summary>Starts it; <paramref name="adminAddress"/> other than loopback asks for a login, though the test's socket is on loopback all the same.</summary>
    public static async Task<GuardedServer> StartAsync(string adminAddress = "127.0.0.1", OpenIdSettings? openId = null)
    {
        var directory = Directory.CreateTempSubdirectory("racklight-guard-").FullName;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        var database = await Databases.OpenAsync(null, directory, clock, NullLogger.Instance, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(database.Accounts);
        builder.Services.AddSingleton(new ServerSettings { Site = "/", State = directory, AdminAddress = IPAddress.Parse(adminAddress), OpenId = openId });
        var feature = new DashboardFeature();
        feature.AddServices(builder.Services);
        var app = builder.Build();
        app.Services.GetRequiredService<IAdminGuard>().Use(app);
        app.UseRouting();
        feature.MapAdmin(app);
        app.MapGet("/page", http => http.Response.WriteAsync("the page"));
        app.MapGet("/api/thing", http => http.Response.WriteAsync("the thing"));
        app.MapPost("/change", http => http.Response.WriteAsync("changed"));
        await app.StartAsync();
        return new GuardedServer(app, database, clock, directory);
    }

    /// <summary>Sends a request with headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
