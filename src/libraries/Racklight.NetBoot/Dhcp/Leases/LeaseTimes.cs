namespace Racklight.NetBoot.Dhcp;

/// <summary>How long things last that the site does not name.</summary>
internal static class LeaseTimes
{
    /// <summary>An offered address waits that long for its REQUEST: longer than the slowest PXE ROM collects offers.</summary>
    public static readonly TimeSpan Offer = TimeSpan.FromSeconds(30);

    /// <summary>An address that somebody uses unasked rests that long.</summary>
    public static readonly TimeSpan Decline = TimeSpan.FromHours(1);

    /// <summary>
    /// A client that asks again while this part of its lease is left is told what is left, without a write: firmware, iPXE and the OS
    /// of one machine ask three times within minutes, and clients repeat themselves.
    /// </summary>
    public const double StillFresh = 0.95;
}
