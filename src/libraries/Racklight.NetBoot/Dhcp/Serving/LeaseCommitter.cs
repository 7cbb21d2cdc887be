using System.Buffers;
using System.Threading.Channels;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A reply that waits for its lease to be durable; a lease alone when nobody waits (release, decline).</summary>
internal sealed record PendingReply(Lease Lease, LeaseServer? Server)
{
    public LeaseEntry? Entry { get; init; }

    public DhcpSocket? Socket { get; init; }

    public byte[] Buffer { get; init; } = [];

    public int Length { get; init; }

    public ReplyRoute Route { get; init; }

    public Arrival Arrival { get; init; }

    public DhcpMessage? Request { get; init; }
}

/// <summary>
/// Group commit: while one batch of leases is being written, the next one gathers, so the cost of a disk flush is shared by all who
/// wait for it. Replies leave after their lease is durable, never before.
/// </summary>
internal sealed class LeaseCommitter(ILeaseStore store, Action<PendingReply, bool> finish, Action flush, Action<Exception, int> failed)
{
    private const int Capacity = 16384;
    private const int LargestBatch = 1024;
    private readonly Channel<PendingReply> _queue = Channel.CreateBounded<PendingReply>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = false });

    /// <summary>Queues a reply; false when the store lags so far behind that the client had better ask again.</summary>
    public bool TryAdd(PendingReply reply) => _queue.Writer.TryWrite(reply);

    /// <summary>Ends after what is queued is written.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    public async Task RunAsync()
    {
        var batch = new List<PendingReply>(LargestBatch);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var reply)) batch.Add(reply);
            await CommitAsync(batch);
            foreach (var reply in batch)
            {
                if (reply.Buffer.Length > 0) ArrayPool<byte>.Shared.Return(reply.Buffer);
            }
            batch.Clear();
        }
    }

    private async Task CommitAsync(List<PendingReply> batch)
    {
        IReadOnlyList<bool> granted;
        try
        {
            var leases = new Lease[batch.Count];
            for (var i = 0; i < leases.Length; i++) leases[i] = batch[i].Lease;
            granted = await store.WriteAsync(leases, CancellationToken.None);
        }
#pragma warning disable CA1031 // A store's failure is its own kind of exception, and must not end the serving of others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failed(e, batch.Count);
            return;
        }
        for (var i = 0; i < batch.Count; i++) finish(batch[i], granted[i]);
        flush();
    }
}
