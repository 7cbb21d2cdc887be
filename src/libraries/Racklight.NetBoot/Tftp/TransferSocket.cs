namespace Racklight.NetBoot.Tftp;

/// <summary>Makes the sockets that transfers answer from.</summary>
internal sealed class TransferSocket(TftpServerOptions options)
{
    /// <summary>IPv4's and UDP's headers and some room for tunnels: 1468 on a wire of 1500, which is what firmware asks for.</summary>
    private const int Overhead = 32;

    /// <summary>IPv6's header is 20 bytes longer.</summary>
    private const int OverheadV6 = 52;

    private const int MostPortTries = 64;
    private int _nextPort = options.PortRange?.First ?? 0;

    /// <summary>A socket with a port of its own, bound to the address that the client asked and connected to it; -1 when none can be had.</summary>
    public int Open(in RawAddress local, in RawAddress peer, string? device)
    {
        var descriptor = Libc.UdpSocket(peer.Family, out _);
        if (descriptor < 0) return -1;
        if (device is not null) Libc.SetOption(descriptor, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, device);
        if (Bind(descriptor, local) && Libc.Connect(descriptor, peer, out _) == 0) return descriptor;
        _ = Libc.Close(descriptor);
        return -1;
    }

    /// <summary>The largest block that reaches a client in one piece: the MTU of the way to it, less the headers.</summary>
    public static int LargestBlock(int connected, bool v6)
    {
        var mtu = v6 ? Libc.GetOption(connected, Libc.SOL_IPV6, Libc.IPV6_MTU) : Libc.GetOption(connected, Libc.SOL_IP, Libc.IP_MTU);
        return Math.Clamp((mtu ?? 1500) - (v6 ? OverheadV6 : Overhead), 8, 65464);
    }

    /// <summary>The same, where there is no socket for the transfer.</summary>
    public int LargestBlock(in RawAddress local, in RawAddress peer, string? device)
    {
        var probe = Libc.UdpSocket(peer.Family, out _);
        if (probe < 0) return 1500 - Overhead;
        try
        {
            if (device is not null) Libc.SetOption(probe, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, device);
            return Libc.Bind(probe, local, out _) == 0 && Libc.Connect(probe, peer, out _) == 0 ? LargestBlock(probe, peer.IsV6) : 1500 - Overhead;
        }
        finally
        {
            _ = Libc.Close(probe);
        }
    }

    private bool Bind(int descriptor, in RawAddress local)
    {
        if (options.PortRange is not { } range) return Libc.Bind(descriptor, local, out _) == 0;
        var tries = Math.Min(MostPortTries, range.Last - range.First + 1);
        for (var i = 0; i < tries; i++)
        {
            var port = _nextPort;
            _nextPort = port >= range.Last ? range.First : port + 1;
            if (Libc.Bind(descriptor, local.WithPort(port), out var error) == 0) return true;
            if (error != Libc.EADDRINUSE) return false;
        }
        return false;
    }
}
