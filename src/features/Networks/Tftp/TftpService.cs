using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Racklight.App;
using Racklight.NetBoot.Tftp;

namespace Racklight.Networks.Tftp;

/// <summary>Runs the TFTP server in the machines' network namespace.</summary>
internal sealed partial class TftpService(ServerSettings settings, LoaderTree files, TransferPost post, TimeProvider clock, IHostApplicationLifetime program, ILogger<TftpService> log) : IHostedService, IAsyncDisposable
{
    private TftpServer? _server;

    /// <summary>Where it listens; empty before the start.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _server?.EndPoints ?? [];

    /// <inheritdoc/>
    /// <exception cref="ProblemException">The port is taken, or may not be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var end = new IPEndPoint(settings.Address, settings.TftpPort);
        var server = new TftpServer(new TftpServerOptions
        {
            Listen = settings.Interfaces.Count == 0 ? [new TftpListen(end)] : [.. settings.Interfaces.Select(name => new TftpListen(end, name))],
            RunLoop = loop => NetworkNamespace.Run(settings.NetworkNamespace, () =>
            {
                loop();
                return 0;
            }),
        }, files, post, clock);
        try
        {
            await server.StartAsync();
        }
        catch (TftpListenException e)
        {
            await server.DisposeAsync();
            throw new ProblemException(e.Message, $"{e.Hint} (--tftp-port)", ExitCodes.Outside, e);
        }
        _server = server;
        // A loop that dies would leave machines without loaders and nobody told: the whole server stops, and its supervisor starts it anew.
        _ = server.Completion.ContinueWith(ended =>
        {
            if (!ended.IsFaulted) return;
            Died(log, ended.Exception!.GetBaseException());
            program.StopApplication();
        }, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _server, null) is { } server) await server.DisposeAsync();
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "the TFTP server ended")]
    private static partial void Died(ILogger log, Exception why);
}
