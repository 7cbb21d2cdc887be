using System.Net;

namespace Racklight.NetBoot.Dhcp;

/// <summary>Where a lease stands.</summary>
public enum LeaseState
{
    /// <summary>The client holds the address until <see cref="Lease.Expires"/>.</summary>
    Bound,

    /// <summary>The client gave the address back (DHCPRELEASE); kept so that it gets the same one again.</summary>
    Released,

    /// <summary>A client found the address in use (DHCPDECLINE): nobody gets it until <see cref="Lease.Expires"/>.</summary>
    Declined,
}

/// <summary>An address given to a client.</summary>
/// <param name="Network">The name of the network whose range it comes from.</param>
/// <param name="Address">The IPv4 address, unique within the network.</param>
/// <param name="Client">The hardware address, six octets for Ethernet: the key (RFC 2131 client-ids differ between PXE and the OS of one machine).</param>
/// <param name="State">Where it stands.</param>
/// <param name="Expires">When it ends.</param>
public sealed record Lease(string Network, IPAddress Address, HardwareAddress Client, LeaseState State, DateTimeOffset Expires)
{
    /// <summary>The client's host name (option 12), if it told one.</summary>
    public string? HostName { get; init; }
}

/// <summary>Keeps leases. Implementations are durable: when <see cref="WriteAsync"/> completes, a crash loses nothing of it.</summary>
public interface ILeaseStore
{
    /// <summary>All leases of a network, in no order; read once at start.</summary>
    Task<IReadOnlyList<Lease>> LoadAsync(string network, CancellationToken cancellationToken);

    /// <summary>
    /// Makes leases durable, replacing what stood for the same network and address, and for the same network and client.
    /// Many callers at once are committed together (group commit). An item is false when another server sharing the
    /// store holds that address for another client: it must then not be given.
    /// </summary>
    Task<IReadOnlyList<bool>> WriteAsync(IReadOnlyList<Lease> leases, CancellationToken cancellationToken);
}
