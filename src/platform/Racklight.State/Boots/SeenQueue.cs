using System.Globalization;
using Racklight.State.Storage;

namespace Racklight.State.Boots;

/// <summary>Sightings of machines on their way to the database, coalesced by MAC while they wait.</summary>
internal sealed class SeenQueue(Writer writer, TimeProvider time, int unknownKept = SeenQueue.UnknownKept) : IWriteBehind
{
    /// <summary>Machines that no file names; the longest unseen go first, with their boots and sessions.</summary>
    public const int UnknownKept = 10_000;

    private const int Waiting = 8192;

    // What a board tells of itself, in characters.
    private const int Told = 128;
    private const int Batch = 256;
    private static readonly Statement Note = Statement.Get("seen/see");
    private static readonly Statement Surplus = Statement.Get("seen/surplus");
    private static readonly Statement Forget = Statement.Get("seen/forget");
    private static readonly Statement ForgetBoots = Statement.Get("seen/forget-boots");
    private static readonly Statement ForgetSessions = Statement.Get("seen/forget-sessions");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SeenMachine> _waiting = new(StringComparer.Ordinal);
    private readonly List<TaskCompletionSource> _flushes = [];
    private bool _writing;

    public bool HasWork
    {
        get
        {
            lock (_lock) return _waiting.Count > 0;
        }
    }

    /// <summary>Notes a sighting; forgotten when too many different machines wait already.</summary>
    public void See(SeenMachine machine)
    {
        var now = time.GetUtcNow();
        var last = machine.Last == default ? now : machine.Last;
        machine = machine with
        {
            Mac = Bounded.Clean(machine.Mac, 64),
            Node = Bounded.CleanOrNull(machine.Node, Bounded.Name),
            First = machine.First == default ? last : machine.First,
            Last = last,
            Count = Math.Max(1, machine.Count),
            Uuid = Bounded.CleanOrNull(machine.Uuid, 64),
            Description = Bounded.CleanOrNull(machine.Description, Bounded.Line),
            Firmware = Bounded.CleanOrNull(machine.Firmware, 100),
            Address = Bounded.CleanOrNull(machine.Address, 64),
            Serial = Bounded.CleanOrNull(machine.Serial, Told),
            Manufacturer = Bounded.CleanOrNull(machine.Manufacturer, Told),
            Product = Bounded.CleanOrNull(machine.Product, Told),
            Cards = Bounded.CleanOrNull(machine.Cards, Bounded.Name),
        };
        lock (_lock)
        {
            if (_waiting.TryGetValue(machine.Mac, out var earlier))
            {
                machine = machine with
                {
                    First = earlier.First < machine.First ? earlier.First : machine.First,
                    Last = earlier.Last > machine.Last ? earlier.Last : machine.Last,
                    Count = earlier.Count + machine.Count,
                    Uuid = machine.Uuid ?? earlier.Uuid,
                    Description = machine.Description ?? earlier.Description,
                    Firmware = machine.Firmware ?? earlier.Firmware,
                    Address = machine.Address ?? earlier.Address,
                    Serial = machine.Serial ?? earlier.Serial,
                    Manufacturer = machine.Manufacturer ?? earlier.Manufacturer,
                    Product = machine.Product ?? earlier.Product,
                    Cards = machine.Cards ?? earlier.Cards,
                };
            }
            else if (_waiting.Count >= Waiting)
            {
                return;
            }
            _waiting[machine.Mac] = machine;
        }
        writer.Wake();
    }

    /// <summary>Completes when everything noted so far is stored or lost.</summary>
    public Task FlushAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_waiting.Count == 0 && !_writing) return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add(done);
            return done.Task.WaitAsync(cancellationToken);
        }
    }

    public void WriteBatch(WriteTransaction transaction)
    {
        List<SeenMachine> batch;
        lock (_lock)
        {
            // By MAC, so that servers that share the database update the same rows in the same order.
            batch = [.. _waiting.Values.Take(Batch).OrderBy(machine => machine.Mac, StringComparer.Ordinal)];
            foreach (var machine in batch) _waiting.Remove(machine.Mac);
            _writing = true;
        }
        transaction.ExecuteMany([.. batch.Select(machine => (Note, new object?[]
        {
            machine.Mac, machine.Node, machine.First.ToColumn(), machine.Last.ToColumn(), machine.Count, machine.Uuid, machine.Description,
            machine.Firmware, machine.Address, machine.Serial, machine.Manufacturer, machine.Product, machine.Cards,
        }))]);
        foreach (var mac in transaction.Read(Surplus, row => row.GetString(0), (long)unknownKept))
        {
            transaction.Execute(Forget, mac);
            transaction.Execute(ForgetSessions, mac);
            if (MacAddress.TryParse(mac, CultureInfo.InvariantCulture, out var address)) transaction.Execute(ForgetBoots, address.ToHyphens());
        }
    }

    public void BatchCommitted() => Settle();

    public void BatchFailed() => Settle();

    private void Settle()
    {
        lock (_lock)
        {
            _writing = false;
            if (_waiting.Count > 0) return;
            foreach (var flush in _flushes) flush.TrySetResult();
            _flushes.Clear();
        }
    }
}
