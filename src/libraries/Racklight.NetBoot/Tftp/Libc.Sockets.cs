using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>Sockets and epoll(7): one event loop over ten thousand sockets needs neither an object nor a task for each packet.</summary>
internal static unsafe partial class Libc
{
    public const int AF_INET = 2;
    public const int AF_INET6 = 10;
    public const int SOL_SOCKET = 1;
    public const int SOL_IP = 0;
    public const int SOL_UDP = 17;
    public const int SOL_IPV6 = 41;
    public const int SO_SNDBUF = 7;
    public const int SO_RCVBUF = 8;
    public const int SO_BINDTODEVICE = 25;
    public const int SO_RCVBUFFORCE = 33;
    public const int IP_PKTINFO = 8;
    public const int IP_MTU = 14;
    public const int IPV6_MTU = 24;
    public const int IPV6_V6ONLY = 26;
    public const int IPV6_RECVPKTINFO = 49;
    public const int IPV6_PKTINFO = 50;
    public const int UDP_SEGMENT = 103;
    public const int EPOLLIN = 1;

    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int SOCK_DGRAM = 2;
    private const int SOCK_NONBLOCK = 0x800;
    private const int SOCK_CLOEXEC = 0x80000;

    [StructLayout(LayoutKind.Sequential)]
    public struct IoVector
    {
        public void* Base;
        public nint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nint VectorCount;
        public void* Control;
        public nint ControlLength;
        public int Flags;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct MultiHeader
    {
        public MessageHeader Header;
        public uint Length;
    }

    /// <summary>A non-blocking UDP socket, or -1 with the error.</summary>
    public static int UdpSocket(int family, out int error) => Checked(Socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), out error);

    public static int Bind(int descriptor, in RawAddress address, out int error)
    {
        fixed (RawAddress* p = &address) return Checked(Bind(descriptor, p, address.Size), out error);
    }

    public static int Connect(int descriptor, in RawAddress address, out int error)
    {
        fixed (RawAddress* p = &address) return Checked(Connect(descriptor, p, address.Size), out error);
    }

    public static int NameOf(int descriptor, out RawAddress address)
    {
        uint size = 28;
        address = default;
        fixed (RawAddress* p = &address) return GetSocketName(descriptor, p, &size);
    }

    public static bool SetOption(int descriptor, int level, int option, int value) => SetSocketOption(descriptor, level, option, &value, sizeof(int)) == 0;

    public static bool SetOption(int descriptor, int level, int option, string value)
    {
        var bytes = System.Text.Encoding.ASCII.GetBytes(value + "\0");
        fixed (byte* p = bytes) return SetSocketOption(descriptor, level, option, p, (uint)bytes.Length) == 0;
    }

    public static int? GetOption(int descriptor, int level, int option)
    {
        var value = 0;
        uint size = sizeof(int);
        return GetSocketOption(descriptor, level, option, &value, &size) == 0 ? value : null;
    }

    public static int Receive(int descriptor, Span<byte> buffer, out int error)
    {
        fixed (byte* p = buffer) return Checked((int)Recv(descriptor, p, buffer.Length, MSG_DONTWAIT), out error);
    }

    public static int Send(int descriptor, ReadOnlySpan<byte> buffer, out int error)
    {
        fixed (byte* p = buffer) return Checked((int)Send(descriptor, p, buffer.Length, MSG_DONTWAIT | MSG_NOSIGNAL), out error);
    }

    public static int ReceiveMany(int descriptor, MultiHeader* messages, int count) => RecvMMsg(descriptor, messages, (uint)count, MSG_DONTWAIT, null);

    public static int SendMany(int descriptor, MultiHeader* messages, int count, out int error)
        => Checked(SendMMsg(descriptor, messages, (uint)count, MSG_DONTWAIT | MSG_NOSIGNAL), out error);

    private static int Checked(int result, out int error)
    {
        error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        return result;
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    private static partial int Bind(int descriptor, RawAddress* address, uint size);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    private static partial int Connect(int descriptor, RawAddress* address, uint size);

    [LibraryImport("libc", EntryPoint = "getsockname")]
    private static partial int GetSocketName(int descriptor, RawAddress* address, uint* size);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetSocketOption(int descriptor, int level, int option, void* value, uint size);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetSocketOption(int descriptor, int level, int option, void* value, uint* size);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    private static partial nint Recv(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    private static partial int RecvMMsg(int descriptor, MultiHeader* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    private static partial int SendMMsg(int descriptor, MultiHeader* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "epoll_create1")]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl")]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* entries, int count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    public static partial int EventDescriptor(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    public static partial nint Write(int descriptor, void* buffer, nint length);
}
