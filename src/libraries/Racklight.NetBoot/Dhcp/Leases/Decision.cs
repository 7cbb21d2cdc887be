namespace Racklight.NetBoot.Dhcp;

/// <summary>What to do about a message: say nothing, reply, or reply once a lease is durable.</summary>
/// <param name="Event">What to tell the observer.</param>
internal sealed record Decision(DhcpEvent Event)
{
    /// <summary>The answer; null for silence.</summary>
    public DhcpReply? Reply { get; init; }

    /// <summary>Must be durable before the reply goes out.</summary>
    public Lease? Lease { get; init; }

    /// <summary>The entry behind <see cref="Lease"/>.</summary>
    public LeaseEntry? Entry { get; init; }
}
