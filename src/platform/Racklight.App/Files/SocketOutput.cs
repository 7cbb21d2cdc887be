using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Win32.SafeHandles;

namespace Racklight.App.Files;

/// <summary>
/// What Kestrel writes a connection's bytes to: they go to the socket at each flush, without a pipe and a second task between, and where
/// part of a file was announced the kernel takes it from the page cache by sendfile(2). Everything about HTTP stays Kestrel's: it counts the file's bytes
/// like any others, so keep-alive, pipelining, aborts and limits are as always.
/// </summary>
internal sealed class SocketOutput(ConnectionContext connection, Socket socket) : PipeWriter, IFileSending, IDisposable
{
    private const int SmallBuffer = 4096;
    // One sendfile call; after some of them the thread goes to another connection.
    private const int Piece = 1 << 20;
    private const int Turn = 8 << 20;
    // Copied when the socket is full, so that the socket tells when there is room again; see WaitAsync.
    private const int WaitPiece = 4096;

    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private byte[]? _buffer;
    private int _count;
    private SafeFileHandle? _file;
    private long _offset;
    private long _announced;
    private long _advanced;
    private bool _sending;
    private bool _closed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _count + _advanced;

    public void Begin(SafeFileHandle file, long offset, long length)
    {
        if (_file is not null || _advanced > 0) throw new InvalidOperationException("A file is being sent already.");
        (_file, _offset, _announced) = (file, offset, length);
    }

    public bool Owns(ReadOnlyMemory<byte> memory) => MemoryMarshal.TryGetMemoryManager<byte, PhantomMemory>(memory, out _);

    public void End()
    {
        _file = null;
        _announced = 0;
        _advanced = 0;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_announced > 0) return PhantomMemory.Instance.Of((int)Math.Min(_announced, PhantomMemory.Most));
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_count);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_announced > 0) throw new InvalidOperationException("A file was announced; nothing else is written before it.");
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_count);
    }

    public override void Advance(int bytes)
    {
        if (_announced > 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _announced);
            _announced -= bytes;
            _advanced += bytes;
            return;
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, (_buffer?.Length ?? 0) - _count);
        _count += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        => _closed || UnflushedBytes == 0 ? new(new FlushResult(isCanceled: false, isCompleted: _closed)) : SendAsync();

    public override void CancelPendingFlush()
    {
        // Kestrel gives a connection up by shutting its socket down, which ends a send that waits.
    }

    public override void Complete(Exception? exception = null) => _closed = true;

    public void Dispose()
    {
        _closed = true;
        // A send that nobody awaits still reads the buffer: it is then left to the collector, not to another connection.
        if (!_sending) Release();
    }

    // The caller's token is not looked at: a send that was cut short would leave the connection at an unknown byte.
    private async ValueTask<FlushResult> SendAsync()
    {
        _sending = true;
        try
        {
            if (_count > 0) await SendBufferAsync();
            if (_advanced > 0) await SendFileAsync();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or OperationCanceledException)
        {
            // The machine went away, or stopped reading: the end of the connection, not of anything else.
            _closed = true;
            connection.Abort(new ConnectionAbortedException("the client went away", e));
        }
        _sending = false;
        Release();
        _advanced = 0;
        return new FlushResult(isCanceled: false, isCompleted: _closed);
    }

    private async ValueTask SendBufferAsync()
    {
        // MSG_MORE: the headers travel in one packet with the file's first bytes.
        var sent = _advanced > 0 ? FileSendingCalls.TrySend(_handle, _buffer.AsSpan(0, _count), more: true) : 0;
        while (sent < _count) sent += await socket.SendAsync(_buffer.AsMemory(sent, _count - sent));
        _count = 0;
    }

    private async ValueTask SendFileAsync()
    {
        var turn = 0L;
        while (_advanced > 0)
        {
            var sent = FileSendingCalls.TrySendFile(_handle, _file!, ref _offset, (int)Math.Min(_advanced, Piece));
            if (sent > 0)
            {
                _advanced -= sent;
                turn += sent;
                if (turn < Turn) continue;
                turn = 0;
                await Task.Yield();
            }
            else
            {
                await WaitAsync();
            }
        }
        if (_announced == 0) _file = null;
    }

    /// <summary>
    /// The socket is full. .NET has no call that waits until it is not, but a send of a few bytes ends exactly then: the next few of the file go that way, and
    /// no thread waits meanwhile. A reader that takes nothing for two minutes is given up.
    /// </summary>
    private async ValueTask WaitAsync()
    {
        var piece = ArrayPool<byte>.Shared.Rent(WaitPiece);
        try
        {
            var count = RandomAccess.Read(_file!, piece.AsSpan(0, (int)Math.Min(WaitPiece, _advanced)), _offset);
            if (count == 0) throw new IOException("the file became shorter while it was sent");
            using var stalled = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            for (var sent = 0; sent < count;) sent += await socket.SendAsync(piece.AsMemory(sent, count - sent), stalled.Token);
            _offset += count;
            _advanced -= count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private void Reserve(int size)
    {
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(size, SmallBuffer));
            return;
        }
        if (_buffer.Length - _count >= size) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _count + size));
        _buffer.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    // A connection that waits for its next request holds no buffer.
    private void Release()
    {
        if (_buffer is not { } buffer || _count > 0 && !_closed) return;
        _buffer = null;
        _count = 0;
        ArrayPool<byte>.Shared.Return(buffer);
    }
}
