using System.Globalization;
using System.Net;
using Racklight.NetBoot.Dhcp;
using Racklight.State.Storage;

namespace Racklight.State;

/// <summary>Leases in the database. Callers that come while a commit is under way share the next one.</summary>
internal sealed class LeaseStore(Engine engine, Writer writer, TimeProvider time) : ILeaseStore
{
    private const long LockKey = 0x7261636b_00000002;
    private static readonly Statement Load = Statement.Get("leases/load");
    private static readonly Statement LeaveOthers = Statement.Get("leases/leave-others");
    private static readonly Statement Put = Statement.Get("leases/write");
    private readonly Lock _lock = new();
    private List<Item> _waiting = [];

    public async Task<IReadOnlyList<Lease>> LoadAsync(string network, CancellationToken cancellationToken)
        => await engine.ReadAsync(
            Load,
            row => new Lease(network, IPAddress.Parse(row.GetString(0)), ParseClient(row.GetString(1)), (LeaseState)row.GetInt64(2), row.Time(3)) { HostName = row.Text(4) },
            cancellationToken,
            Bounded.Clean(network, Bounded.Name));

    public Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        if (leases.Count == 0) return Task.FromResult<IReadOnlyList<bool>>([]);
        var item = new Item(leases);
        lock (_lock)
        {
            _waiting.Add(item);
            // The group that is queued but has not begun takes this one along.
            if (_waiting.Count == 1) writer.Enqueue(new Group(this));
        }
        return item.Done.Task.WaitAsync(cancellationToken);
    }

    private List<Item> TakeWaiting()
    {
        lock (_lock)
        {
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    private void Run(WriteTransaction transaction, List<Item> items)
    {
        // Servers that share the database write their groups one after the other: with the unique constraints alone two groups
        // that touch the same rows in another order would deadlock.
        transaction.Lock(LockKey);
        var now = time.GetUtcNow().ToColumn();
        var steps = new List<(Statement, object?[])>();
        foreach (var lease in items.SelectMany(item => item.Leases))
        {
            var network = Bounded.Clean(lease.Network, Bounded.Name);
            var address = lease.Address.ToString();
            var client = FormatClient(lease.Client);
            object state = (long)lease.State;
            steps.Add((LeaveOthers, [network, address, client, state, now]));
            steps.Add((Put, [network, address, client, state, lease.Expires.ToColumn(), Bounded.CleanOrNull(lease.HostName, Bounded.Name), now]));
        }
        var changed = transaction.ExecuteMany(steps);
        var next = 0;
        foreach (var item in items)
        {
            for (var i = 0; i < item.Results.Length; i++) item.Results[i] = changed[2 * next++ + 1] > 0;
        }
    }

    /// <summary>Hardware type and octets: <c>1:525400200002</c>.</summary>
    internal static string FormatClient(HardwareAddress client)
    {
        Span<byte> octets = stackalloc byte[16];
        client.CopyTo(octets);
        return string.Create(CultureInfo.InvariantCulture, $"{client.Type}:{Convert.ToHexStringLower(octets[..client.Length])}");
    }

    internal static HardwareAddress ParseClient(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new HardwareAddress(byte.Parse(text.AsSpan(0, colon), provider: CultureInfo.InvariantCulture), Convert.FromHexString(text.AsSpan(colon + 1)));
    }

    private sealed record Item(IReadOnlyList<Lease> Leases)
    {
        public bool[] Results { get; } = new bool[Leases.Count];

        public TaskCompletionSource<IReadOnlyList<bool>> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Group(LeaseStore store) : Write
    {
        private List<Item>? _items;

        public override void Run(WriteTransaction transaction) => store.Run(transaction, _items ??= store.TakeWaiting());

        public override void Committed()
        {
            foreach (var item in _items!) item.Done.TrySetResult(item.Results);
        }

        public override void Failed(Exception exception)
        {
            // The connection may have failed before the group began.
            foreach (var item in _items ??= store.TakeWaiting()) item.Done.TrySetException(exception);
        }
    }
}
