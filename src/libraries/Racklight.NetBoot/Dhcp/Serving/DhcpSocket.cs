using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A UDP socket that tells which interface a datagram came in by.</summary>
internal sealed class DhcpSocket : IDisposable
{
    /// <summary>A rack that is switched on sends thousands of DISCOVERs at once, and a lost one costs the machine four seconds.</summary>
    private const int ReceiveBuffer = 8 << 20;
    private const int SocketLevel = 1;
    private const int BindToDevice = 25;
    private const int ReceiveBufferForce = 33;
    private readonly Socket _socket;
    private volatile bool _closed;

    private DhcpSocket(Socket socket, bool isBootServer)
    {
        _socket = socket;
        IsBootServer = isBootServer;
    }

    /// <summary>Port 4011's.</summary>
    public bool IsBootServer { get; }

    public bool IsClosed => _closed;

    public SafeHandle Handle => _socket.SafeHandle;

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Opens a socket in the network namespace of the calling thread.</summary>
    /// <exception cref="ListenException">The port is taken, or not permitted.</exception>
    public static DhcpSocket Open(IPAddress address, int port, string? interfaceName, bool isBootServer)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.EnableBroadcast = true;
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
            if (interfaceName is not null) socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(interfaceName + "\0"));
            EnlargeReceiveBuffer(socket);
            socket.Bind(new IPEndPoint(address, port));
            return new DhcpSocket(socket, isBootServer);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new ListenException(address, port, interfaceName, e.SocketErrorCode, e);
        }
    }

    /// <summary>Wakes the receiver and closes; waits for nobody.</summary>
    public void Close()
    {
        _closed = true;
        // Fails with ENOTCONN for an unconnected socket, and wakes whoever waits on it all the same.
        _ = LinuxSocket.Shutdown(_socket.SafeHandle, 2);
    }

    public void Dispose() => _socket.Dispose();

    private static void EnlargeReceiveBuffer(Socket socket)
    {
        try
        {
            socket.SetRawSocketOption(SocketLevel, ReceiveBufferForce, BitConverter.GetBytes(ReceiveBuffer));
        }
        catch (SocketException)
        {
            // Without CAP_NET_ADMIN the kernel's limit (net.core.rmem_max) holds.
            socket.ReceiveBufferSize = ReceiveBuffer;
        }
    }
}
