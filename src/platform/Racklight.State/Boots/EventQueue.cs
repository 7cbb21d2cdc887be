using Microsoft.Extensions.Logging;
using Racklight.State.Storage;

namespace Racklight.State.Boots;

/// <summary>Events on their way to the database: a bounded queue that its callers never wait for.</summary>
internal sealed class EventQueue(Writer writer, ILogger logger, int capacity = EventQueue.Capacity) : IWriteBehind
{
    /// <summary>Events that may wait; the next ones are dropped and counted.</summary>
    public const int Capacity = 16384;

    /// <summary>Rows of one boot; the last of them stands for all that came beyond.</summary>
    public const int PerBoot = 500;

    /// <summary>Ids are taken from the database in blocks, so that an event has its id at once and servers that share the database never give the same one.</summary>
    private const long Block = 65536;

    private const int Batch = 256;
    private static readonly Statement ReserveIds = Statement.Get("boots/reserve-ids");
    private static readonly Statement CountEvents = Statement.Get("boots/count-events");
    private static readonly Statement AddEvent = Statement.Get("boots/add-event");
    private static readonly Statement AddMore = Statement.Get("boots/add-more");
    private readonly Lock _lock = new();
    private readonly Queue<BootEvent> _queue = new();
    private readonly List<(long Number, TaskCompletionSource Done)> _flushes = [];
    private List<BootEvent> _batch = [];
    private List<BootEvent> _stored = [];
    private (long Next, long End) _ids;
    private (long Next, long End) _reserve;
    private bool _reserving;
    private bool _warned;
    private long _accepted;
    private long _settled;
    private long _dropped;

    /// <summary>Who watches.</summary>
    public EventHub Hub { get; } = new();

    /// <summary>Events lost since the start: the queue was full, the database failed, or their boot was gone.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public bool HasWork
    {
        get
        {
            lock (_lock) return _queue.Count > 0;
        }
    }

    /// <summary>Takes the first block of ids.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var end = await writer.RunAsync(transaction => transaction.Scalar(ReserveIds, Block)!.Value, cancellationToken);
        _ids = (end - Block, end);
        writer.Add(this);
    }

    /// <summary>Queues an event with its id; id 0 when it was dropped.</summary>
    public BootEvent Append(BootEvent bootEvent)
    {
        bootEvent = bootEvent with
        {
            Id = 0,
            Node = Bounded.Clean(bootEvent.Node, Bounded.Name),
            Step = Bounded.Clean(bootEvent.Step, 32),
            Message = Bounded.Clean(bootEvent.Message, Bounded.Line),
            Data = Bounded.Json(bootEvent.Data, Bounded.Data),
        };
        lock (_lock)
        {
            if (_queue.Count >= capacity || NextId() is not { } id)
            {
                Interlocked.Increment(ref _dropped);
                if (!_warned) logger.LogWarning("Boot events come faster than the database takes them; some are dropped");
                _warned = true;
                return bootEvent;
            }
            bootEvent = bootEvent with { Id = id };
            _queue.Enqueue(bootEvent);
            _accepted++;
        }
        writer.Wake();
        return bootEvent;
    }

    /// <summary>Completes when everything appended so far is stored or lost.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_settled >= _accepted) return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_accepted, done));
            return done.Task.WaitAsync(cancellationToken);
        }
    }

    public void WriteBatch(WriteTransaction transaction)
    {
        _batch = [];
        lock (_lock)
        {
            while (_batch.Count < Batch && _queue.TryDequeue(out var waiting)) _batch.Add(waiting);
            _warned = false;
        }
        _stored = [];
        var steps = new List<(Statement, object?[])>();
        // Boots in the order of their ids: two servers that update the same boots' rows must not do so crosswise.
        foreach (var ofBoot in _batch.GroupBy(item => item.BootId).OrderBy(group => group.Key))
        {
            var items = ofBoot.ToList();
            // No row: the boot was trimmed from its node's ring meanwhile.
            if (transaction.Scalar(CountEvents, ofBoot.Key, (long)items.Count) is not { } total) continue;
            var room = (int)Math.Clamp(PerBoot - 1 - (total - items.Count), 0, items.Count);
            foreach (var item in items.Take(room)) steps.Add((AddEvent, Values(item)));
            if (room < items.Count)
            {
                var last = items[^1] with { Level = items.Skip(room).Max(item => item.Level) };
                steps.Add((AddMore, [.. Values(last), (long)(items.Count - room)]));
            }
            _stored.AddRange(items);
        }
        transaction.ExecuteMany(steps);
    }

    public void BatchCommitted()
    {
        Interlocked.Add(ref _dropped, _batch.Count - _stored.Count);
        foreach (var item in _stored.OrderBy(item => item.Id)) Hub.Publish(item);
        Settle();
    }

    public void BatchFailed()
    {
        Interlocked.Add(ref _dropped, _batch.Count);
        Settle();
    }

    private void Settle()
    {
        lock (_lock)
        {
            _settled += _batch.Count;
            _batch = [];
            _flushes.RemoveAll(flush => flush.Number <= _settled && flush.Done.TrySetResult());
        }
    }

    private long? NextId()
    {
        if (_ids.Next == _ids.End && _reserve.Next < _reserve.End)
        {
            _ids = _reserve;
            _reserve = default;
        }
        if (_ids.End - _ids.Next < Block / 2 && _reserve.Next == _reserve.End && !_reserving)
        {
            _reserving = true;
            _ = ReserveAsync();
        }
        return _ids.Next < _ids.End ? _ids.Next++ : null;
    }

    private async Task ReserveAsync()
    {
        try
        {
            var end = await writer.RunAsync(transaction => transaction.Scalar(ReserveIds, Block)!.Value, CancellationToken.None);
            lock (_lock) _reserve = (end - Block, end);
        }
        catch (Exception e) when (e is ProblemException or ObjectDisposedException)
        {
            logger.LogWarning("No ids for boot events: {Reason}", e.Message);
        }
        finally
        {
            lock (_lock) _reserving = false;
        }
    }

    private static object?[] Values(BootEvent item) => [item.Id, item.BootId, item.Node, item.At.ToColumn(), item.Step, (long)item.Level, item.Message, item.Data];
}
