using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// The system calls behind <see cref="DatagramReceiver"/> and <see cref="DatagramSender"/>: many datagrams a call, each with the
/// interface and address that it came to or leaves from (ip(7), IP_PKTINFO). 64-bit Linux layouts.
/// </summary>
internal static unsafe partial class LinuxSocket
{
    public const int WaitForOne = 0x10000;
    public const int Truncated = 0x20;
    public const int Interrupted = 4;
    public const int TryAgain = 11;
    public const int ControlLength = 32;
    private const int PacketInformation = 8;

    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;

        /// <summary>msghdr ends on a multiple of eight; the count of mmsghdr lies behind it.</summary>
        public int Padding;
        public uint Received;
    }

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int Receive(SafeHandle socket, Message* messages, uint count, int flags, nint timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int Send(SafeHandle socket, Message* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(SafeHandle socket, int how);

    public static (IPv4 Address, ushort Port) ReadName(byte* name)
        => (IPv4.Read(new ReadOnlySpan<byte>(name + 4, 4)), BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(name + 2, 2)));

    public static void WriteName(byte* name, IPv4 address, ushort port)
    {
        *(ushort*)name = 2;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(name + 2, 2), port);
        address.CopyTo(new Span<byte>(name + 4, 4));
    }

    /// <summary>Reads in_pktinfo: the interface, and our address on it.</summary>
    public static (int Interface, IPv4 Local) ReadControl(byte* control, nuint length)
    {
        if (length < 28 || *(int*)(control + 8) != 0 || *(int*)(control + 12) != PacketInformation) return default;
        return (*(int*)(control + 16), IPv4.Read(new ReadOnlySpan<byte>(control + 20, 4)));
    }

    /// <summary>Writes in_pktinfo; interface 0 leaves the choice to the routing table.</summary>
    public static void WriteControl(byte* control, int interfaceIndex, IPv4 local)
    {
        *(nuint*)control = 28;
        *(int*)(control + 8) = 0;
        *(int*)(control + 12) = PacketInformation;
        *(int*)(control + 16) = interfaceIndex;
        local.CopyTo(new Span<byte>(control + 20, 4));
        *(uint*)(control + 24) = 0;
    }
}
