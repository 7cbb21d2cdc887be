using Microsoft.Win32.SafeHandles;
using Racklight.Mirrors.Fetching;

namespace Racklight.Mirrors.Caching;

/// <summary>What asking upstream came to.</summary>
internal enum FillKind
{
    /// <summary>A body comes in, and can be read while it does.</summary>
    Streaming,

    /// <summary>What is cached is current.</summary>
    Current,

    /// <summary>It may or can not be kept: who takes <see cref="CacheFill.TakeAnswer"/> passes it on, others ask themselves.</summary>
    Unkept,

    /// <summary>Upstream refuses.</summary>
    Refused,
}

/// <summary>One fetch of one address, for everybody who asks meanwhile. It ends early when the last of them leaves.</summary>
internal sealed class CacheFill(string key, CacheStore store, TimeSpan patience, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _abandoned = new();
    private readonly TaskCompletionSource<FillKind> _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpResponseMessage? _answer;
    private SafeFileHandle? _file;
    private long _written;
    private int _followers;
    private bool _closed;
    private bool _ended;

    /// <summary>How it began; faults when upstream does not answer as it should.</summary>
    public Task<FillKind> Began => _began.Task;

    /// <summary>Ends when another may be begun.</summary>
    public Task Ended => _over.Task;

    /// <summary>What comes in.</summary>
    public CacheNote? Note { get; private set; }

    /// <summary>Upstream's status when it refuses.</summary>
    public int Status { get; private set; }

    /// <summary>Becomes one of those it is for; false when it is over, and another must be begun.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_closed) return false;
            _followers++;
            return true;
        }
    }

    /// <summary>Is no longer one of them.</summary>
    public void Leave()
    {
        bool ended;
        lock (_lock)
        {
            if (--_followers > 0) return;
            _closed = true;
            ended = _ended;
        }
        if (ended) Dispose();
        else _abandoned.Cancel();
    }

    /// <summary>The answer that cannot be kept, for the first who takes it; null for all others.</summary>
    public HttpResponseMessage? TakeAnswer() => Interlocked.Exchange(ref _answer, null);

    /// <summary>Reads what has come in, waiting for it if need be.</summary>
    /// <exception cref="WebFault">The rest will not come.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_written > offset) break;
                moved = _moved.Task;
            }
            await moved.WaitAsync(cancellationToken);
        }
        return await RandomAccess.ReadAsync(_file!, buffer[..(int)Math.Min(buffer.Length, Volatile.Read(ref _written) - offset)], offset, cancellationToken);
    }

    /// <summary>Tells that another may be begun.</summary>
    public void End() => _over.TrySetResult();

    /// <summary>Ends it before it began: what it was to fetch is there.</summary>
    public void Skip()
    {
        lock (_lock) _ended = true;
        _began.TrySetResult(FillKind.Current);
    }

    /// <summary>Does it. Never throws: those who follow are told.</summary>
    /// <param name="ask">Asks upstream, on condition that it changed when something is cached.</param>
    /// <param name="url">What it is.</param>
    public async Task RunAsync(Func<CancellationToken, Task<HttpResponseMessage>> ask, Uri url)
    {
        HttpResponseMessage? response = null;
        string? data = null;
        var reserved = 0L;
        try
        {
            response = await ask(_abandoned.Token);
            Status = (int)response.StatusCode;
            if (Status != 200)
            {
                _began.SetResult(Status == 304 ? FillKind.Current : FillKind.Refused);
                return;
            }
            if (response.Content.Headers.ContentLength is not { } size || response.Headers.CacheControl is { NoStore: true } or { Private: true } || !store.TryReserve(size))
            {
                (_answer, response) = (response, null);
                _began.SetResult(FillKind.Unkept);
                return;
            }
            reserved = size;
            data = store.NewData(key);
            Note = NoteOf(url, data, size, response);
            _file = File.OpenHandle(store.PathOf(data), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            _began.SetResult(FillKind.Streaming);
            await CopyAsync(response, size, url);
            RandomAccess.FlushToDisk(_file);
            store.Keep(key, Note);
            (data, reserved) = (null, 0);
        }
        catch (Exception e)
        {
            var fault = e as WebFault ?? new WebFault($"{WebSource.Show(url)}: {e.Message}", null, again: true, e);
            if (!_began.TrySetException(fault)) Stop(fault);
            // Nobody may be left to look at it.
            _ = _began.Task.Exception;
        }
        finally
        {
            response?.Dispose();
            if (data is not null) File.Delete(store.PathOf(data));
            if (reserved > 0) store.Unreserve(reserved);
            bool left;
            lock (_lock)
            {
                _ended = true;
                left = _followers == 0 && _closed;
            }
            if (left) Dispose();
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, long size, Uri url)
    {
        using var watch = new StallWatch(patience, clock, _abandoned.Token);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(watch.Token);
            var buffer = new byte[256 << 10];
            while (await body.ReadAsync(buffer, watch.Token) is var read and > 0)
            {
                watch.Moved();
                await RandomAccess.WriteAsync(_file!, buffer.AsMemory(0, read), _written, watch.Token);
                Move(read);
            }
        }
        catch (OperationCanceledException e) when (watch.Stalled)
        {
            throw new WebFault($"{WebSource.Show(url)} stalled after {_written:N0} of {size:N0} bytes", null, again: true, e);
        }
        if (_written != size) throw new WebFault($"{WebSource.Show(url)} ended after {_written:N0} of {size:N0} bytes", null, again: true);
    }

    private void Move(int count)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            _written += count;
            (moved, _moved) = (_moved, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        moved.SetResult();
    }

    private void Stop(WebFault fault)
    {
        lock (_lock)
        {
            _moved.TrySetException(fault);
            _ = _moved.Task.Exception;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        Interlocked.Exchange(ref _answer, null)?.Dispose();
    }

    private static CacheNote NoteOf(Uri url, string data, long size, HttpResponseMessage response)
    {
        var (tag, changed) = (response.Headers.ETag?.ToString(), response.Content.Headers.LastModified);
        // The same version keeps its name to machines over a restart; without any mark of upstream's each fetch is a version of its own.
        var version = tag is null && changed is null ? data : $"{url.AbsoluteUri}\n{tag}\n{changed?.Ticks}\n{size}";
        return new CacheNote
        {
            Url = url, Data = data, Size = size, ETag = tag, LastModified = changed, ContentType = response.Content.Headers.ContentType?.ToString(),
            Tag = Digest.Of(System.Text.Encoding.UTF8.GetBytes(version)),
        };
    }
}
