using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Racklight.Images;
using Racklight.Nodes;
using Racklight.Sites;
using Racklight.State;

namespace Racklight.Tests.Nodes;

/// <summary>The rooms Nodes and Images behind a real Kestrel on loopback, with a real store (SQLite, or PostgreSQL) and a clock that tests turn.</summary>
internal sealed class NodesServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<HttpClient> _clients = [];

    private NodesServer(WebApplication app, IDatabase database, string directory, FakeTimeProvider clock, FakeSites sites, FakeImages images)
    {
        (_app, Database, Directory, Clock, Sites, Images) = (app, database, directory, clock, sites, images);
        Uri = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Uri { get; }

    public IDatabase Database { get; }

    public string Directory { get; }

    public FakeTimeProvider Clock { get; }

    public FakeSites Sites { get; }

    public FakeImages Images { get; }

    /// <summary>Its PostgreSQL database; null: SQLite in its directory.</summary>
    public string? DatabaseUrl { get; private init; }

    public INodes Nodes => _app.Services.GetRequiredService<INodes>();

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>Starts a server; <paramref name="after"/> names a server that was stopped or killed, whose store this one takes over.</summary>
    public static async Task<NodesServer> StartAsync(NodesServer? after = null, Func<ISites, ISiteRefs>? refs = null, string? databaseUrl = null)
    {
        databaseUrl ??= after?.DatabaseUrl;
        var directory = after?.Directory ?? System.IO.Directory.CreateTempSubdirectory("racklight-nodes-").FullName;
        var clock = after?.Clock ?? new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));
        var sites = after?.Sites ?? new FakeSites();
        var images = after?.Images ?? new FakeImages(directory);
        var database = await Databases.OpenAsync(databaseUrl, directory, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton<ISites>(sites).AddSingleton<IImages>(images).AddSingleton<IImageFiles>(images);
        builder.Services.AddSingleton(database).AddSingleton(database.Boots).AddSingleton(database.Sessions).AddSingleton(database.Accounts).AddSingleton(database.Channels).AddSingleton(database.Tries).AddSingleton(database.Assignments);
        builder.Services.AddSingleton<ISiteRefs>(refs is null ? new SiteRefs(sites, null, null) : refs(sites));
        var nodes = new NodesFeature();
        nodes.AddServices(builder.Services);
        var app = builder.Build();
        nodes.MapMachine(app);
        nodes.MapAdmin(app);
        ImageEndpoints.Map(app);
        await app.StartAsync();
        return new NodesServer(app, database, directory, clock, sites, images) { DatabaseUrl = databaseUrl };
    }

    /// <summary>A client that speaks from one loopback address, as a machine would from its own.</summary>
    public HttpClient From(string address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, token) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var client = new HttpClient(handler) { BaseAddress = Uri };
        client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "iPXE/1.21.1+git20250501.dad20602+dfsg-1");
        _clients.Add(client);
        return client;
    }

    /// <summary>Fetches a machine's script.</summary>
    public async Task<string> ScriptAsync(string mac, string from = "127.0.0.2", string more = "")
        => await From(from).GetStringAsync(new Uri($"/boot.ipxe?mac={mac}&arch=x86_64&platform=efi&stage=2{more}", UriKind.Relative));

    /// <summary>The session that a script names.</summary>
    public static string SessionIn(string script)
    {
        var at = script.IndexOf("racklight.boot=", StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0, script);
        return script.Substring(at + 15, 32);
    }

    /// <summary>Posts JSON for a session.</summary>
    public async Task<HttpStatusCode> PostAsync(string session, string what, string json, string from = "127.0.0.2", string? bearer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/boots/{session}/{what}") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (bearer is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + bearer);
        using var response = await From(from).SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>A node's boots and the newest one's events, once they satisfy the condition: signs of DHCP and TFTP are recorded behind the caller's back.</summary>
    public async Task<(IReadOnlyList<Boot> Boots, IReadOnlyList<BootEvent> Events)> WhenAsync(string node, Func<IReadOnlyList<Boot>, IReadOnlyList<BootEvent>, bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            await Database.Boots.FlushAsync(limit.Token);
            var boots = await Database.Boots.BootsAsync(node, 50, limit.Token);
            var events = boots.Count == 0 ? [] : await Database.Boots.EventsAsync(boots[0].Id, limit.Token);
            if (condition(boots, events)) return (boots, events);
            if (limit.IsCancellationRequested) throw new TimeoutException(string.Join('\n', events.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.At:T} {e.Step} {e.Level} {e.Message}"))));
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <summary>Stops the server and keeps its directory.</summary>
    public async Task StopAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
    }
}
