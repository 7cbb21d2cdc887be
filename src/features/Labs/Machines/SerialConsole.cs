using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Racklight.Labs;

/// <summary>
/// A machine's serial console: everything goes to a file and to the readers of lines, and any number of terminals can watch and type over a
/// socket. It outlives the machine's power cycles.
/// </summary>
internal sealed class SerialConsole : IAsyncDisposable
{
    private const int LogLimit = 64 << 20;
    private const int Backlog = 64 << 10;
    private readonly FileStream _log;
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<Socket, Channel<byte[]>> _terminals = new();
    private readonly Lock _lock = new();
    private readonly byte[] _recent = new byte[Backlog];
    private readonly Task _accepting;
    private Stream? _machine;
    private long _total;

    /// <summary>Opens the log file and listens for terminals.</summary>
    public SerialConsole(string logFile, string socketFile)
    {
        _log = new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(socketFile));
        _listener.Listen(8);
        _accepting = AcceptAsync();
    }

    /// <summary>The lines.</summary>
    public ConsoleLines Lines { get; } = new();

    /// <summary>Reads a machine's side to its end: the machine is off then.</summary>
    public async Task PumpAsync(Stream machine)
    {
        _machine = machine;
        var buffer = new byte[16 << 10];
        try
        {
            while (await machine.ReadAsync(buffer) is var count and > 0) Take(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // QEMU ended; its exit is what the machine reports.
        }
        _machine = null;
    }

    /// <summary>Types into the machine; nothing happens while it is off.</summary>
    public async Task TypeAsync(ReadOnlyMemory<byte> keys, CancellationToken cancellationToken)
    {
        try
        {
            if (_machine is { } machine) await machine.WriteAsync(keys, cancellationToken);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Switched off this moment: as typing at a dead terminal.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        foreach (var (terminal, queue) in _terminals)
        {
            queue.Writer.TryComplete();
            terminal.Dispose();
        }
        Lines.End();
        await _log.DisposeAsync();
    }

    private void Take(ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            if (_log.CanWrite && _log.Position < LogLimit) _log.Write(data);
            foreach (var octet in data) _recent[_total++ % Backlog] = octet;
            if (!_terminals.IsEmpty)
            {
                var copy = data.ToArray();
                foreach (var queue in _terminals.Values) queue.Writer.TryWrite(copy);
            }
        }
        Lines.Add(data);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var terminal = await _listener.AcceptAsync();
                _ = ServeAsync(terminal);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed: the rack goes.
        }
    }

    private async Task ServeAsync(Socket terminal)
    {
        // A terminal that does not read loses what is oldest; the machine never waits for it.
        var queue = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            queue.Writer.TryWrite(Recent());
            _terminals[terminal] = queue;
        }
        var showing = ShowAsync(terminal, queue.Reader);
        var buffer = new byte[4096];
        try
        {
            while (await terminal.ReceiveAsync(buffer) is var count and > 0) await TypeAsync(buffer.AsMemory(0, count), CancellationToken.None);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The terminal was closed.
        }
        _terminals.TryRemove(terminal, out _);
        queue.Writer.TryComplete();
        await showing;
        terminal.Dispose();
    }

    private static async Task ShowAsync(Socket terminal, ChannelReader<byte[]> queue)
    {
        try
        {
            await foreach (var data in queue.ReadAllAsync())
            {
                for (var sent = 0; sent < data.Length;) sent += await terminal.SendAsync(data.AsMemory(sent));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The terminal was closed.
        }
    }

    private byte[] Recent()
    {
        var count = (int)Math.Min(_total, Backlog);
        var recent = new byte[count];
        for (var i = 0; i < count; i++) recent[i] = _recent[(_total - count + i) % Backlog];
        return recent;
    }
}
