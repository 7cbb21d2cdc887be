namespace Racklight.NetBoot.Dhcp;

/// <summary>What happened.</summary>
public enum DhcpEventKind
{
    /// <summary>A DISCOVER came; <see cref="DhcpEvent.Reply"/> tells what it was answered with.</summary>
    Discover,

    /// <summary>A REQUEST or INFORM came.</summary>
    Request,

    /// <summary>A question to port 4011 came.</summary>
    BootServer,

    /// <summary>A client declined its address.</summary>
    Decline,

    /// <summary>A client gave its address back.</summary>
    Release,

    /// <summary>A datagram was not a DHCP message; counted in <see cref="DhcpCounters"/> too.</summary>
    Malformed,

    /// <summary>The range has no address left for a client.</summary>
    Exhausted,

    /// <summary>Another server sharing the lease store holds the address.</summary>
    Conflict,

    /// <summary>The lease store failed: the client got no answer and will ask again.</summary>
    StoreFailed,
}

/// <summary>Something that the server saw or did.</summary>
/// <param name="Kind">What.</param>
public readonly record struct DhcpEvent(DhcpEventKind Kind)
{
    /// <summary>The message, if it was one.</summary>
    public DhcpMessage? Message { get; init; }

    /// <summary>The client as a boot client, if it asks to boot.</summary>
    public BootClient? Boot { get; init; }

    /// <summary>The network that it was counted to.</summary>
    public string? Network { get; init; }

    /// <summary>The answer: Offer, Ack, Nak; None for silence.</summary>
    public MessageType Reply { get; init; }

    /// <summary>The address that the client has or gets.</summary>
    public IPv4 Address { get; init; }

    /// <summary>The boot file or URL that it was told; null for none.</summary>
    public string? BootFile { get; init; }

    /// <summary>Why, where that is not plain: the reason of a NAK, of silence, of a failure.</summary>
    public string? Reason { get; init; }

    /// <summary>Where it came from.</summary>
    public IPv4 Source { get; init; }
}

/// <summary>Told everything that the server sees. Called on the serving threads: returns at once, does not throw.</summary>
public interface IDhcpObserver
{
    /// <summary>Tells one event.</summary>
    void Saw(in DhcpEvent seen);
}
