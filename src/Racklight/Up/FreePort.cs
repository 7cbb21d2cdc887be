using System.Net;
using System.Net.Sockets;

namespace Racklight.Up;

/// <summary>Whether a TCP port can be had.</summary>
internal static class FreePort
{
    public static bool IsFree(IPAddress address, int port)
    {
        if (port == 0) return true;
        using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
