using System.Net;

namespace Racklight.NetBoot.Tftp;

/// <summary>A socket that requests come in by.</summary>
internal sealed class TftpListener : IDisposable
{
    // A storm of requests waits here while the loop is busy; the default of 208 KiB loses some (a client then waits for seconds).
    private const int ReceiveBuffer = 8 << 20;
    private const int SendBuffer = 4 << 20;

    private TftpListener(int descriptor, string? device, IPEndPoint endPoint)
    {
        Descriptor = descriptor;
        Device = device;
        EndPoint = endPoint;
    }

    public int Descriptor { get; }

    public string? Device { get; }

    public IPEndPoint EndPoint { get; }

    /// <summary>Opens one. It never shares its port: two servers on one port would each get some of the requests.</summary>
    /// <exception cref="TftpListenException">The address cannot be served on.</exception>
    public static TftpListener Open(TftpListen listen)
    {
        var address = new RawAddress(listen.EndPoint.Address, listen.EndPoint.Port);
        var descriptor = Libc.UdpSocket(address.Family, out var error);
        if (descriptor < 0) throw new TftpListenException(listen.EndPoint, listen.Interface, error);
        try
        {
            if (!Libc.SetOption(descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, ReceiveBuffer))
            {
                Libc.SetOption(descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, ReceiveBuffer);
            }
            Libc.SetOption(descriptor, Libc.SOL_SOCKET, Libc.SO_SNDBUF, SendBuffer);
            if (address.IsV6)
            {
                Libc.SetOption(descriptor, Libc.SOL_IPV6, Libc.IPV6_V6ONLY, 1);
                Libc.SetOption(descriptor, Libc.SOL_IPV6, Libc.IPV6_RECVPKTINFO, 1);
            }
            else
            {
                Libc.SetOption(descriptor, Libc.SOL_IP, Libc.IP_PKTINFO, 1);
            }
            if (listen.Interface is { } device && !Libc.SetOption(descriptor, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, device))
            {
                throw new TftpListenException(listen.EndPoint, device, 19);
            }
            if (Libc.Bind(descriptor, address, out error) < 0) throw new TftpListenException(listen.EndPoint, listen.Interface, error);
            _ = Libc.NameOf(descriptor, out var bound);
            return new TftpListener(descriptor, listen.Interface, bound.EndPoint);
        }
        catch
        {
            _ = Libc.Close(descriptor);
            throw;
        }
    }

    public void Dispose() => _ = Libc.Close(Descriptor);
}
