using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace Racklight.State.Storage;

/// <summary>
/// The one writer: a thread with a queue. Whatever waits is committed together (group commit), so that a thousand leases cost one fsync.
/// What nobody waits for (events) is written when nothing urgent is left, one bounded batch at a time, without an fsync of its own.
/// </summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int GroupLimit = 1024;
    private readonly Engine _engine;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly Queue<Write> _urgent = new();
    private readonly List<IWriteBehind> _behind = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DbConnection? _connection;
    private bool _stopping;

    public Writer(Engine engine, ILogger logger)
    {
        _engine = engine;
        _logger = logger;
        new Thread(Loop) { IsBackground = true, Name = "state writer" }.Start();
    }

    /// <summary>Adds a source of work that nobody waits for.</summary>
    public void Add(IWriteBehind behind)
    {
        lock (_lock) _behind.Add(behind);
    }

    /// <summary>There is work behind.</summary>
    public void Wake()
    {
        // One pending wake-up is enough: the loop takes all that it finds.
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    /// <summary>Queues work.</summary>
    public void Enqueue(Write write)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopping, this);
            _urgent.Enqueue(write);
        }
        Wake();
    }

    /// <summary>Runs work in the next group and waits until it is durable.</summary>
    /// <exception cref="ProblemException">The database could not be written.</exception>
    public Task<T> RunAsync<T>(Func<WriteTransaction, T> work, CancellationToken cancellationToken)
    {
        var write = new Write<T>(work);
        Enqueue(write);
        return write.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Writes what is queued, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock) _stopping = true;
        Wake();
        await _ended.Task;
        if (_connection is not null) await _connection.DisposeAsync();
    }

    private void Loop()
    {
        var group = new List<Write>();
        while (true)
        {
            IWriteBehind? behind;
            bool stopping;
            lock (_lock)
            {
                while (group.Count < GroupLimit && _urgent.TryDequeue(out var write)) group.Add(write);
                behind = _behind.Find(source => source.HasWork);
                stopping = _stopping;
            }
            if (group.Count > 0)
            {
                CommitGroup(group);
                group.Clear();
            }
            // A batch behind follows every group: a steady stream of leases may slow events down but not hold them up for ever.
            if (behind is not null) CommitBehind(behind);
            else if (stopping && IsIdle()) break;
            else if (IsIdle()) _wake.Wait();
        }
        _ended.SetResult();
    }

    private bool IsIdle()
    {
        lock (_lock) return _urgent.Count == 0 && !_behind.Exists(source => source.HasWork);
    }

    private void CommitGroup(List<Write> group)
    {
        if (TryCommit(group) is not { } failure) return;
        // A server that was restarted takes a new connection; one that is down must not be waited for once per item.
        if (_connection is null)
        {
            failure = TryCommit(group);
            if (failure is null) return;
        }
        if (_connection is null || group.Count == 1)
        {
            foreach (var write in group) write.Failed(failure);
            return;
        }
        // One of them is to blame: each on its own, so that the innocent get through.
        foreach (var write in group)
        {
            if (TryCommit([write]) is { } reason) write.Failed(reason);
        }
    }

    private Exception? TryCommit(IReadOnlyList<Write> writes)
    {
        var failure = Attempt(durable: true, transaction =>
        {
            foreach (var write in writes) write.Run(transaction);
        });
        if (failure is null)
        {
            foreach (var write in writes) write.Committed();
        }
        return failure;
    }

    private void CommitBehind(IWriteBehind behind)
    {
        var failure = Attempt(durable: false, behind.WriteBatch);
        if (failure is null)
        {
            behind.BatchCommitted();
            return;
        }
        _logger.LogWarning("Events were lost: {Reason}", failure.Message);
        behind.BatchFailed();
    }

    private Exception? Attempt(bool durable, Action<WriteTransaction> work)
    {
        try
        {
            _connection ??= _engine.OpenWriter();
            using var transaction = _engine.Begin(_connection, durable);
            work(transaction);
            transaction.Commit();
            return null;
        }
        catch (Exception e)
        {
            if (_connection is not null && _engine.IsBroken(_connection, e))
            {
                _connection.Dispose();
                _connection = null;
            }
            return _engine.Explain(e) ?? e;
        }
    }
}
