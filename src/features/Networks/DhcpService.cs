using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.Nodes;
using Racklight.Sites;

namespace Racklight.Networks;

/// <summary>Runs DHCP on the site's networks, and again when they change.</summary>
internal sealed partial class DhcpService : IHostedService, IAsyncDisposable
{
    private readonly ISites _sites;
    private readonly ServerSettings _settings;
    private readonly IServiceProvider _services;
    private readonly SitePolicy _policy;
    private readonly SightingPost _post;
    private readonly LoaderChoice _loaders;
    private readonly ForeignServers _foreign;
    private readonly MachinePort _port;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private DhcpServer? _server;
    private IReadOnlyList<DhcpNetwork> _networks = [];
    private Task _watching = Task.CompletedTask;

    public DhcpService(ISites sites, INodes nodes, ServerSettings settings, IServiceProvider services, SightingPost post, LoaderChoice loaders, MachinePort port, TimeProvider clock, ILogger<DhcpService> log)
    {
        _sites = sites;
        _settings = settings;
        _services = services;
        _policy = new SitePolicy(sites, nodes);
        _post = post;
        _loaders = loaders;
        _port = port;
        _foreign = new ForeignServers(settings, clock);
        _log = log;
    }

    /// <summary>What the running server counted; null while none runs.</summary>
    public DhcpCounters? Counters => _server?.Counters;

    /// <inheritdoc/>
    /// <exception cref="ProblemException">Another DHCP server answers, a port is taken, the networks are wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var networks = NetworkPlan.Of(_sites.Current, _settings.Dhcp, _settings.DespiteOtherDhcp);
        if (NeighbourTable.Check(networks, NeighbourTable.Limit) is { } warning) Warn(_log, warning.Message, warning.Hint ?? "");
        await RefuseBesideOthersAsync(networks, cancellationToken);
        await ServeAsync(networks, cancellationToken);
        _sites.Changed += SiteChanged;
        if (!_settings.DespiteOtherDhcp && networks.Any(network => network.Mode == NetworkMode.Full)) _watching = WatchAsync(networks);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _sites.Changed -= SiteChanged;
        await _stopping.CancelAsync();
        await _watching;
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await SilenceAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await SilenceAsync();
        _stopping.Dispose();
        _turn.Dispose();
    }

    private async Task ServeAsync(IReadOnlyList<DhcpNetwork> networks, CancellationToken cancellationToken)
    {
        try
        {
            _server = await DhcpServer.StartAsync(Options(networks), cancellationToken);
        }
        catch (ListenException e)
        {
            throw Said(e);
        }
        _networks = networks;
        foreach (var network in networks) Serving(_log, network.Mode.ToString().ToLowerInvariant(), network.Name, network.Subnet.ToString(), _server.Ports.Server, _server.Ports.BootServer);
    }

    private DhcpServerOptions Options(IReadOnlyList<DhcpNetwork> networks) => new()
    {
        Networks = networks,
        Boot = BootPlaces.On(_settings.Address.Equals(IPAddress.Any) ? null : IPv4.From(_settings.Address), () => _port.Value),
        Files = _loaders,
        Policy = _policy,
        Leases = _services.GetRequiredService<ILeaseStore>(),
        Observer = _post,
        Ports = new DhcpPorts((ushort)_settings.DhcpPort, (ushort)_settings.PxePort),
        Address = _settings.Address,
        Interfaces = _settings.Interfaces,
        Within = action => NetworkNamespace.Run(_settings.NetworkNamespace, () =>
        {
            action();
            return 0;
        }),
    };

    private async Task RefuseBesideOthersAsync(IReadOnlyList<DhcpNetwork> networks, CancellationToken cancellationToken)
    {
        if (_settings.DespiteOtherDhcp) return;
        try
        {
            var found = await _foreign.FindAsync(networks, ForeignServers.Glance, cancellationToken);
            if (found.Count > 0) throw new ProblemException([.. found.Select(Beside)], ExitCodes.Outside);
        }
        catch (ListenException e)
        {
            NotLooked(_log, e.Message);
        }
    }

    /// <summary>Some servers answer late: then ours falls silent, before many clients have got an address from both.</summary>
    private async Task WatchAsync(IReadOnlyList<DhcpNetwork> networks)
    {
        try
        {
            var found = await _foreign.FindAsync(networks, ForeignServers.Patience, _stopping.Token);
            if (found.Count == 0) return;
            await _turn.WaitAsync(_stopping.Token);
            try
            {
                await SilenceAsync();
            }
            finally
            {
                _turn.Release();
            }
            foreach (var one in found.Select(Beside)) Failed(_log, one.Message, one.Hint ?? "");
        }
        catch (Exception e) when (e is OperationCanceledException or ListenException)
        {
            // Stopping, or the client port is taken: said at the start.
        }
    }

    private static Problem Beside((DhcpNetwork Network, string Interface, ProbeAnswer Answer) found)
        => new($"network {found.Network.Name} is to be served in full mode, but {found.Answer.Server} answers DHCP on {found.Interface} already")
        {
            Hint = "dhcp: proxy for this network works beside it; or stop that server; or --despite-other-dhcp if its addresses and this range are apart",
        };

    private ProblemException Said(ListenException e) => new(e.Message, e.Error switch
    {
        SocketError.AddressAlreadyInUse => $"stop it (ss -lunp 'sport = :{e.Port}' names it), serve one interface with --interface, or choose another port with {(e.Port == _settings.PxePort ? "--pxe-port" : "--dhcp-port")}",
        SocketError.AccessDenied => $"run as root, grant CAP_NET_BIND_SERVICE, or choose a port above 1023 with {(e.Port == _settings.PxePort ? "--pxe-port" : "--dhcp-port")}",
        SocketError.AddressNotAvailable => "ip address",
        _ => "ip link",
    }, ExitCodes.Outside, e);

    private async void SiteChanged()
    {
        try
        {
            await _turn.WaitAsync(_stopping.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }
        try
        {
            await AdaptAsync();
        }
        catch (ProblemException e)
        {
            foreach (var problem in e.Problems) Failed(_log, problem.Message, problem.Hint ?? "");
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task AdaptAsync()
    {
        _policy.Refresh();
        if (_server is null) return;
        var networks = NetworkPlan.Of(_sites.Current, _settings.Dhcp, _settings.DespiteOtherDhcp);
        if (Same(networks, _networks))
        {
            _server.ReservationsChanged();
            return;
        }
        await SilenceAsync();
        await ServeAsync(networks, _stopping.Token);
    }

    private static bool Same(IReadOnlyList<DhcpNetwork> left, IReadOnlyList<DhcpNetwork> right)
        => left.Count == right.Count && left.Zip(right).All(pair => pair.First.DomainServers.SequenceEqual(pair.Second.DomainServers)
            && pair.First with { DomainServers = [] } == pair.Second with { DomainServers = [] });

    private async Task SilenceAsync()
    {
        if (_server is not { } server) return;
        _server = null;
        await server.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "DHCP {Mode} on network {Network} ({Subnet}), ports {Port} and {PxePort}")]
    private static partial void Serving(ILogger log, string mode, string network, string subnet, int port, int pxePort);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Message} (try: {Hint})")]
    private static partial void Warn(ILogger log, string message, string hint);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Message} (try: {Hint})")]
    private static partial void Failed(ILogger log, string message, string hint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "whether another DHCP server answers was not looked at: {Why}")]
    private static partial void NotLooked(ILogger log, string why);
}
