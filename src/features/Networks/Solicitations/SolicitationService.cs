using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.NetBoot.Dhcp;
using Racklight.NetBoot.Ndp;

namespace Racklight.Networks.Solicitations;

/// <summary>Spares iPXE its 16 seconds of waiting for an IPv6 router (docs/networks.md). A convenience: where it cannot run, machines boot all the same.</summary>
internal sealed partial class SolicitationService(ServerSettings settings, IpxeClients clients, ILogger<SolicitationService> log) : IHostedService, IAsyncDisposable
{
    private SolicitationResponder? _responder;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Dhcp == DhcpMode.Off) return Task.CompletedTask;
        try
        {
            _responder = NetworkNamespace.Run(settings.NetworkNamespace, () => SolicitationResponder.Start(Interfaces(), clients.Contains));
        }
        catch (SocketException e)
        {
            NotRunning(log, e.Message);
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _responder, null) is { } responder) await responder.DisposeAsync();
    }

    // Those without a carrier too: a rack's switch is often the last thing that is switched on.
    private IEnumerable<int> Interfaces() => LocalLink.All()
        .Where(link => !link.IsLoopback && (settings.Interfaces.Count == 0 || settings.Interfaces.Contains(link.Name)))
        .Select(link => link.Index);

    [LoggerMessage(Level = LogLevel.Information, Message = "iPXE's router solicitations are not answered ({Why}); each boot waits up to 16 s longer")]
    private static partial void NotRunning(ILogger log, string why);
}
