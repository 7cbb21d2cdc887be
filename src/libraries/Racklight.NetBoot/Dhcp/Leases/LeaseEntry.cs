namespace Racklight.NetBoot.Dhcp;

/// <summary>Where an address stands, in memory.</summary>
internal enum EntryState
{
    /// <summary>Reserved by an offer for a short time; nothing durable.</summary>
    Offered,

    /// <summary>Leased.</summary>
    Bound,

    /// <summary>Released or expired: kept for its last client, given to another when no fresh address is left.</summary>
    Free,

    /// <summary>Found in use by somebody unknown.</summary>
    Declined,
}

/// <summary>One address and its client. For another client there is another entry, so an old reference never speaks for a new holder.</summary>
internal sealed class LeaseEntry(IPv4 address, HardwareAddress client)
{
    private long _durableUntil;

    public IPv4 Address => address;

    public HardwareAddress Client => client;

    public EntryState State { get; set; }

    /// <summary>When the state ends, in UTC ticks.</summary>
    public long Expires { get; set; }

    public string? HostName { get; set; }

    /// <summary>Until when the store knows of the lease, in UTC ticks; written by the thread that commits.</summary>
    public long DurableUntil
    {
        get => Volatile.Read(ref _durableUntil);
        set => Volatile.Write(ref _durableUntil, value);
    }

    internal LeaseEntry? Previous { get; set; }

    internal LeaseEntry? Next { get; set; }

    internal LeaseList? List { get; set; }
}
