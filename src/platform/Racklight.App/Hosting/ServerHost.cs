using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.App.Files;
using Racklight.State;

namespace Racklight.App.Hosting;

/// <summary>
/// The server: one process, one set of services, two listeners. What machines talk to and what administrators talk to
/// share no route. The machine-facing sockets may live in another network namespace than the dashboard's.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IDatabase _database;
    private readonly ListenOptions _machine;
    private readonly ListenOptions _admin;

    private ServerHost(WebApplication app, IDatabase database, ListenOptions machine, ListenOptions admin)
    {
        _app = app;
        _database = database;
        _machine = machine;
        _admin = admin;
    }

    /// <summary>Everything that the rooms registered.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Where machines reach the server; the port is the real one even when 0 was asked for.</summary>
    public IPEndPoint MachineEndPoint => _machine.IPEndPoint!;

    /// <summary>Where the dashboard is.</summary>
    public Uri Dashboard
    {
        get
        {
            var end = _admin.IPEndPoint!;
            var address = end.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : end.Address;
            return new Uri($"http://{new IPEndPoint(address, end.Port)}/");
        }
    }

    /// <summary>Opens the database, binds the listeners and starts every room's services.</summary>
    /// <param name="settings">Addresses, ports, directories.</param>
    /// <param name="features">The rooms.</param>
    /// <param name="configure">Last word on services and logging.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="ProblemException">A port is taken, the state directory cannot be written, the database cannot be opened.</exception>
    public static async Task<ServerHost> StartAsync(ServerSettings settings, IReadOnlyList<IFeature> features, Action<WebApplicationBuilder>? configure = null, CancellationToken cancellationToken = default)
    {
        MakeStateDirectory(settings.State);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = settings.State, ApplicationName = "racklight" });
        ListenOptions machine = null!, admin = null!;
        if (settings.HttpsPort is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.Backlog = 4096;
            sockets.CreateBoundListenSocket = end => end is MachineEnd
                ? NetworkNamespace.Run(settings.NetworkNamespace, () => Bind((IPEndPoint)end, ((IPEndPoint)end).Port == settings.HttpsPort ? "--https-port" : "--http-port"))
                : Bind((IPEndPoint)end, "--admin-port");
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
            kestrel.Limits.MaxRequestLineSize = 8 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            // Machines on slow or busy networks pull hundreds of megabytes: a slow reader costs one socket, not a thread.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(new MachineEnd(settings.Address, settings.HttpPort), listen => Mark(machine = listen, ListenerKind.Machine));
            if (settings.HttpsPort is { } httpsPort) kestrel.Listen(new MachineEnd(settings.Address, httpsPort), Secure);
            kestrel.Listen(new IPEndPoint(settings.AdminAddress, settings.AdminPort), listen => Mark(admin = listen, ListenerKind.Admin));
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new TerminalLoggerProvider(Console.Error, TimeProvider.System));
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // What fails at the start is thrown, and printed once, by whoever called; a room's service that fails later is critical.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        // The host's own Ctrl-C handling would race the command line's: the caller stops the host by disposing it.
        builder.Services.AddSingleton<IHostLifetime, CallerOwnedLifetime>();
        builder.Services.AddRouting();
        builder.Services.AddHttpClient();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<SessionSweep>();
        builder.Services.AddHostedService<StartupPages>();
        foreach (var feature in features) feature.AddServices(builder.Services);
        configure?.Invoke(builder);
        IDatabase? database = null;
        builder.Services.AddSingleton(_ => database!);
        builder.Services.AddSingleton(_ => database!.Boots).AddSingleton(_ => database!.Sessions).AddSingleton(_ => database!.Accounts).AddSingleton(_ => database!.Channels).AddSingleton(_ => database!.Tries).AddSingleton(_ => database!.Assignments).AddSingleton(_ => database!.Deploys).AddSingleton(_ => database!.Leases);

        var app = builder.Build();
        try
        {
            // Opened after the container is built, for its logger, and before anything in it runs.
            database = await Databases.OpenAsync(settings.Database, settings.DatabaseDirectory ?? settings.State, TimeProvider.System, app.Services.GetRequiredService<ILogger<ServerHost>>(), cancellationToken);
            Map(app, features);
            await app.StartAsync(cancellationToken);
            return new ServerHost(app, database, machine, admin);
        }
        catch
        {
            await StopAsync(app);
            await app.DisposeAsync();
            if (database is not null) await database.DisposeAsync();
            throw;
        }
    }

    private static void Map(WebApplication app, IReadOnlyList<IFeature> features)
    {
        app.MapWhen(context => Listener.Of(context) == ListenerKind.Machine, branch =>
        {
            foreach (var filter in app.Services.GetServices<IMachineFilter>()) filter.Use(branch);
            Branch(branch, endpoints =>
            {
                foreach (var feature in features) feature.MapMachine(endpoints);
            });
        });
        app.MapWhen(context => Listener.Of(context) == ListenerKind.Admin, branch =>
        {
            foreach (var guard in app.Services.GetServices<IAdminGuard>()) guard.Use(branch);
            Branch(branch, endpoints =>
            {
                foreach (var feature in features) feature.MapAdmin(endpoints);
            });
        });
    }

    /// <summary>Waits until the token is cancelled, then stops in order.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped))
        await using (_app.Lifetime.ApplicationStopping.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), stopped))
        {
            await stopped.Task;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(_app);
        await _app.DisposeAsync();
        await _database.DisposeAsync();
    }

    /// <summary>Also after a start that failed half-way: the services that did start must see a stop, not a fault.</summary>
    private static async Task StopAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await app.StopAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Machines in mid-download are cut off: they resume by range from the next server.
        }
    }

    private static void Branch(IApplicationBuilder branch, Action<IEndpointRouteBuilder> map)
    {
        branch.UseRouting();
        branch.UseEndpoints(map);
        branch.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return context.Response.WriteAsync("There is nothing here.\n");
        });
    }

    private static void Mark(ListenOptions listen, ListenerKind kind)
    {
        listen.Protocols = HttpProtocols.Http1;
        if (kind == ListenerKind.Machine) listen.UseFileSending();
        listen.Use(next => connection =>
        {
            connection.Items[Listener.Key] = kind;
            return next(connection);
        });
    }

    /// <summary>Machines again, over TLS, with a certificate that names the address they came in by.</summary>
    private static void Secure(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1;
        var certificates = listen.ApplicationServices.GetService<IServerCertificates>();
        if (certificates is not { IsReady: true }) throw new ProblemException("--https-port needs the site's own authority, and there is none", "racklight trust init");
        // The authority's key is read at the start, not at the first machine.
        certificates.For(IPAddress.Loopback);
        listen.UseHttps(https => https.ServerCertificateSelector = (connection, _) => certificates.For((connection?.LocalEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback));
        listen.Use(next => connection =>
        {
            connection.Items[Listener.Key] = ListenerKind.Machine;
            return next(connection);
        });
    }

    private static Socket Bind(IPEndPoint end, string flag)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(end);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => new ProblemException($"TCP port {end.Port} on {end.Address} is in use by another program", $"stop it (ss -ltnp 'sport = :{end.Port}' names it), or choose another port with {flag}", ExitCodes.Outside, e),
                SocketError.AccessDenied => new ProblemException($"no permission to listen on TCP port {end.Port}", $"run as root, grant CAP_NET_BIND_SERVICE, or choose a port above 1023 with {flag}", ExitCodes.Outside, e),
                SocketError.AddressNotAvailable => new ProblemException($"this machine has no address {end.Address}", "ip address", ExitCodes.Outside, e),
                _ => new ProblemException($"cannot listen on {end}: {e.Message}", null, ExitCodes.Outside, e),
            };
        }
    }

    private static void MakeStateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException($"cannot make the state directory {path}: {e.Message}", "--state DIR, or RACKLIGHT_STATE", ExitCodes.Outside, e);
        }
    }

    /// <summary>Marks the endpoint whose socket belongs in the rack's namespace.</summary>
    private sealed class MachineEnd(IPAddress address, int port) : IPEndPoint(address, port);

    private sealed class CallerOwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
