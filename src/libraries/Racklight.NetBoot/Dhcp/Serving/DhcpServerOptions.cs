using System.Net;

namespace Racklight.NetBoot.Dhcp;

/// <summary>All that a server needs.</summary>
public sealed record DhcpServerOptions
{
    /// <summary>The networks; a message that belongs to none is not answered.</summary>
    public required IReadOnlyList<DhcpNetwork> Networks { get; init; }

    /// <summary>Where clients find what they boot.</summary>
    public required BootOptions Boot { get; init; }

    /// <summary>Which loader for which firmware.</summary>
    public required IBootFileSource Files { get; init; }

    /// <summary>Decisions about single machines.</summary>
    public required IClientPolicy Policy { get; init; }

    /// <summary>Keeps the leases of networks in full mode.</summary>
    public required ILeaseStore Leases { get; init; }

    /// <summary>Is told what happens.</summary>
    public required IDhcpObserver Observer { get; init; }

    /// <summary>The ports.</summary>
    public DhcpPorts Ports { get; init; } = new();

    /// <summary>A loopback address is bound as it is; any other names the interface to serve.</summary>
    public IPAddress Address { get; init; } = IPAddress.Any;

    /// <summary>Serve these interfaces only; empty: all.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];

    /// <summary>Runs what opens sockets and looks at interfaces, in another network namespace if need be; default: on the spot.</summary>
    public Action<Action> Within { get; init; } = static action => action();

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
