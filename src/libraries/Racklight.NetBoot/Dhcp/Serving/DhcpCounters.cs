namespace Racklight.NetBoot.Dhcp;

/// <summary>What a server counted since it started.</summary>
public sealed class DhcpCounters
{
    private long _received;
    private long _malformed;
    private long _dropped;
    private long _sent;
    private long _unsent;

    /// <summary>Datagrams taken from the sockets.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Datagrams that were no DHCP messages.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Datagrams dropped since the queue to the handler was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Replies handed to the kernel.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Replies that the kernel refused.</summary>
    public long Unsent => Interlocked.Read(ref _unsent);

    internal void CountReceived(int count) => Interlocked.Add(ref _received, count);

    internal void CountMalformed() => Interlocked.Increment(ref _malformed);

    internal void CountDropped(int count) => Interlocked.Add(ref _dropped, count);

    internal void CountSent(int count) => Interlocked.Add(ref _sent, count);

    internal void CountUnsent(int count) => Interlocked.Add(ref _unsent, count);
}
