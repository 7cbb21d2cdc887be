using System.Net;

namespace Racklight.NetBoot.Tftp;

/// <summary>
/// A read-only TFTP server (RFC 1350, 2347, 2348, 2349, 7440): one event loop on one thread, transfers that are under way served before new ones.
/// </summary>
public sealed class TftpServer : IAsyncDisposable
{
    private readonly TftpServerOptions _options;
    private readonly ITftpFiles _files;
    private readonly ITftpObserver _observer;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource<TftpLoop> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _running;

    /// <summary>Makes a server; <see cref="StartAsync"/> starts it.</summary>
    public TftpServer(TftpServerOptions options, ITftpFiles files, ITftpObserver? observer = null, TimeProvider? time = null)
    {
        _options = options;
        _files = files;
        _observer = observer ?? new Unobserved();
        _time = time ?? TimeProvider.System;
    }

    /// <summary>The addresses that are served, with the ports that were picked; known once started.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints { get; private set; } = [];

    /// <summary>Ends when the server has stopped; faulted when a fault stopped it.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Opens the sockets and starts to serve.</summary>
    /// <exception cref="TftpListenException">An address cannot be served on.</exception>
    public async Task StartAsync()
    {
        if (_running) throw new InvalidOperationException("The server has been started before.");
        _running = true;
        var thread = new Thread(Run) { IsBackground = true, Name = "tftp" };
        thread.Start();
        EndPoints = (await _started.Task).EndPoints;
    }

    private void Run()
    {
        try
        {
            _options.RunLoop(() =>
            {
                using var loop = new TftpLoop(_options, _files, _observer, _time);
                loop.Open();
                _started.SetResult(loop);
                loop.Run();
            });
            _ended.TrySetResult();
        }
        catch (Exception e)
        {
            // Before the start the caller hears of it; afterwards whoever watches Completion does.
            if (_started.TrySetException(e)) _ended.TrySetResult();
            else _ended.TrySetException(e);
        }
    }

    /// <summary>Stops: running transfers end, sockets close.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_running) return;
        try
        {
            (await _started.Task).Stop();
            await _ended.Task;
        }
        catch (Exception) when (_started.Task.IsFaulted || _ended.Task.IsFaulted)
        {
            // Told already, by StartAsync or by Completion.
        }
    }

    private sealed class Unobserved : ITftpObserver;
}
