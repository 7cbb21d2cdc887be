using System.Buffers.Binary;
using System.Net;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>An append-only file, flushed to the disk for every batch: the plainest durable store there is. One network.</summary>
internal sealed class FileLeaseStore : ILeaseStore, IDisposable
{
    private const int RecordLength = 36;
    private readonly FileStream _file;
    private readonly object _gate = new();
    private byte[] _buffer = new byte[64 * RecordLength];

    public FileLeaseStore(string path) => _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);

    public Task<IReadOnlyList<Lease>> LoadAsync(string network, CancellationToken cancellationToken)
    {
        var byAddress = new Dictionary<IPAddress, Lease>();
        var record = new byte[RecordLength];
        _file.Position = 0;
        while (_file.ReadAtLeast(record, RecordLength, throwOnEndOfStream: false) == RecordLength)
        {
            var client = new HardwareAddress(record[4], record.AsSpan(8, record[5]));
            var expires = new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(record.AsSpan(24)), TimeSpan.Zero);
            var lease = new Lease(network, new IPAddress(record.AsSpan(0, 4)), client, (LeaseState)record[6], expires);
            foreach (var older in byAddress.Values.Where(other => other.Client == client).ToList()) byAddress.Remove(older.Address);
            byAddress[lease.Address] = lease;
        }
        // A record that a crash cut off is no record.
        _file.Position = _file.Length / RecordLength * RecordLength;
        return Task.FromResult<IReadOnlyList<Lease>>([.. byAddress.Values]);
    }

    public Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_buffer.Length < leases.Count * RecordLength) _buffer = new byte[leases.Count * RecordLength];
            _buffer.AsSpan().Clear();
            for (var i = 0; i < leases.Count; i++) Write(leases[i], _buffer.AsSpan(i * RecordLength, RecordLength));
            _file.Write(_buffer, 0, leases.Count * RecordLength);
            _file.Flush(flushToDisk: true);
        }
        var granted = new bool[leases.Count];
        Array.Fill(granted, true);
        return Task.FromResult<IReadOnlyList<bool>>(granted);
    }

    public void Dispose() => _file.Dispose();

    private static void Write(Lease lease, Span<byte> record)
    {
        lease.Address.TryWriteBytes(record, out _);
        (record[4], record[5], record[6]) = (lease.Client.Type, lease.Client.Length, (byte)lease.State);
        lease.Client.CopyTo(record[8..]);
        BinaryPrimitives.WriteInt64LittleEndian(record[24..], lease.Expires.UtcTicks);
    }
}
