using Racklight.NetBoot.Dhcp;

namespace Racklight.State;

/// <summary>The observed state (DESIGN §5): one database, SQLite or PostgreSQL, behind small stores.</summary>
public interface IDatabase : IAsyncDisposable
{
    /// <summary>What it is, without secrets: <c>sqlite /var/lib/racklight/racklight.db</c> or <c>postgres db@host/name</c>.</summary>
    string Description { get; }

    /// <summary>DHCP leases.</summary>
    ILeaseStore Leases { get; }

    /// <summary>Boots, events, machines seen.</summary>
    IBootStore Boots { get; }

    /// <summary>Boot sessions.</summary>
    ISessionStore Sessions { get; }

    /// <summary>Users, tokens, audit.</summary>
    IAccountStore Accounts { get; }

    /// <summary>Nodes that boot from another ref.</summary>
    ITryStore Tries { get; }

    /// <summary>What machines were told to boot by hand.</summary>
    IAssignmentStore Assignments { get; }

    /// <summary>Deploys of clouds, and clouds' locks.</summary>
    IDeployStore Deploys { get; }

    /// <summary>Image channels: which digest <c>kvm@stable</c> points to.</summary>
    IChannelStore Channels { get; }
}

/// <summary>Pointers from an image's channel to a digest.</summary>
public interface IChannelStore
{
    /// <summary>Points a channel to a digest.</summary>
    Task SetAsync(string image, string channel, Digest digest, CancellationToken cancellationToken);

    /// <summary>Where a channel points, or null.</summary>
    Task<Digest?> FindAsync(string image, string channel, CancellationToken cancellationToken);

    /// <summary>All pointers.</summary>
    Task<IReadOnlyList<(string Image, string Channel, Digest Digest)>> AllAsync(CancellationToken cancellationToken);
}
