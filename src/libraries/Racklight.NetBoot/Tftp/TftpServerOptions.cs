using System.Net;

namespace Racklight.NetBoot.Tftp;

/// <summary>An address to serve on.</summary>
/// <param name="EndPoint">IPv4 or IPv6; port 0 picks a free one.</param>
/// <param name="Interface">Serve only what comes in by this interface; null: any.</param>
public sealed record TftpListen(IPEndPoint EndPoint, string? Interface = null);

/// <summary>How a <see cref="TftpServer"/> runs.</summary>
public sealed record TftpServerOptions
{
    /// <summary>Where requests are awaited.</summary>
    public required IReadOnlyList<TftpListen> Listen { get; init; }

    /// <summary>
    /// Answer from the listening port itself instead of a port for each transfer (RFC 1350 §4). For servers behind address
    /// translation: containers, Kubernetes. Default: false.
    /// </summary>
    public bool SinglePort { get; init; }

    /// <summary>The ports that transfers answer from, first and last, for firewalls that need to know; null: any.</summary>
    public (int First, int Last)? PortRange { get; init; }

    /// <summary>Transfers at once; a request beyond it is not answered, and its client asks again. Default: 10,000.</summary>
    public int MostTransfers { get; init; } = 10_000;

    /// <summary>The largest window that is agreed to. More than this overruns the receive buffers of firmware. Default: 64.</summary>
    public int LargestWindow { get; init; } = 64;

    /// <summary>The largest block that is agreed to, before the path's MTU. Default: 65464.</summary>
    public int LargestBlock { get; init; } = 65464;

    /// <summary>
    /// Runs the event loop, which makes all sockets. Default: on the thread that the server starts. Given where that
    /// thread must first enter another network namespace; it returns when the loop does.
    /// </summary>
    public Action<Action> RunLoop { get; init; } = static loop => loop();
}

/// <summary>An address cannot be served on.</summary>
public sealed class TftpListenException(IPEndPoint endPoint, string? device, int error)
    : IOException($"cannot listen for TFTP on {endPoint}{(device is null ? "" : " at " + device)}: {Explain(error)}")
{
    /// <summary>The address.</summary>
    public IPEndPoint EndPoint { get; } = endPoint;

    /// <summary>What to try.</summary>
    public string Hint { get; } = error switch
    {
        1 or 13 => "run as root, give the program CAP_NET_BIND_SERVICE, or choose a port above 1023",
        Libc.EADDRINUSE => $"stop the other server (ss -lupn 'sport = :{endPoint.Port}' names it), or choose another port",
        _ => "check the address with: ip address",
    };

    private static string Explain(int error) => error switch
    {
        1 or 13 => "not permitted",
        19 => "there is no such interface",
        Libc.EADDRINUSE => "another program uses that port",
        99 => "this machine does not have that address",
        _ => $"error {error}",
    };
}
