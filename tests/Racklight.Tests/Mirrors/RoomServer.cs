using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Racklight.App;
using Racklight.App.Files;
using Racklight.Mirrors;
using Racklight.Mirrors.Caching;

namespace Racklight.Tests.Mirrors;

/// <summary>The room's machine-facing endpoints on a listener as the server has it.</summary>
internal sealed class RoomServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RoomServer(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<RoomServer> StartAsync(string state, CacheRules? rules = null, FakeTimeProvider? clock = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseFileSending()));
        builder.Services.AddSingleton(new ServerSettings { Site = "/", State = state }).AddSingleton<TimeProvider>(clock ?? TimeProvider.System);
        var given = new FixedRules(rules ?? CacheRules.Off);
        builder.Services.AddSingleton<ICacheRules>(given);
        var feature = new MirrorsFeature();
        feature.AddServices(builder.Services);
        if (resolve is not null) builder.Services.AddHttpClient(CacheService.Client).ConfigurePrimaryHttpMessageHandler(() => CacheServices.Handler(given, resolve));
        var app = builder.Build();
        app.UseRouting();
        feature.MapMachine(app);
        await app.StartAsync();
        return new RoomServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class FixedRules(CacheRules rules) : ICacheRules
    {
        public CacheRules Current => rules;
    }
}
