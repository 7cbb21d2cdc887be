using System.Collections.Concurrent;
using System.Net;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>Leases in memory, with a gate that tests can close and addresses that "another server" holds.</summary>
internal sealed class MemoryLeaseStore : ILeaseStore
{
    public ConcurrentDictionary<IPAddress, Lease> Leases { get; } = [];

    public HashSet<IPAddress> Foreign { get; } = [];

    public TaskCompletionSource Gate { get; set; } = Opened();

    public bool Fails { get; set; }

    public Task<IReadOnlyList<Lease>> LoadAsync(string network, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Lease>>([.. Leases.Values]);

    public async Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken)
    {
        await Gate.Task;
        if (Fails) throw new IOException("no space left on device");
        foreach (var lease in leases.Where(lease => !Foreign.Contains(lease.Address))) Leases[lease.Address] = lease;
        return [.. leases.Select(lease => !Foreign.Contains(lease.Address))];
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
