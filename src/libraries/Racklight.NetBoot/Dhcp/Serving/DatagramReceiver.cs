using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A datagram on its way to the handler; its buffer is rented.</summary>
internal readonly record struct Datagram(DhcpSocket Socket, byte[] Buffer, int Length, Arrival Arrival)
{
    public ReadOnlySpan<byte> Octets => Buffer.AsSpan(0, Length);
}

/// <summary>Takes datagrams from a socket, as many as are there in one system call.</summary>
internal sealed unsafe class DatagramReceiver : IDisposable
{
    private const int Slots = 64;
    // One octet more than a message may have, so that a longer one is seen to be too long.
    private const int SlotLength = DhcpMessage.MaximumLength + 1;
    private const int NameLength = 16;
    private readonly DhcpSocket _socket;
    private readonly byte* _memory;
    private readonly LinuxSocket.Message* _messages;

    public DatagramReceiver(DhcpSocket socket)
    {
        _socket = socket;
        var perSlot = sizeof(LinuxSocket.Message) + sizeof(LinuxSocket.Vector) + NameLength + LinuxSocket.ControlLength + SlotLength + 7 & ~7;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(perSlot * Slots));
        _messages = (LinuxSocket.Message*)_memory;
        var vectors = (LinuxSocket.Vector*)(_messages + Slots);
        var controls = (byte*)(vectors + Slots);
        var names = controls + Slots * LinuxSocket.ControlLength;
        var data = names + Slots * NameLength;
        for (var i = 0; i < Slots; i++)
        {
            vectors[i] = new LinuxSocket.Vector { Base = data + i * SlotLength, Length = SlotLength };
            _messages[i] = new LinuxSocket.Message { Name = names + i * NameLength, Vectors = vectors + i, VectorCount = 1, Control = controls + i * LinuxSocket.ControlLength };
        }
    }

    /// <summary>Waits for datagrams and adds them to a list.</summary>
    /// <returns>False when the socket is closed.</returns>
    public bool TryReceive(List<Datagram> received)
    {
        for (var i = 0; i < Slots; i++)
        {
            _messages[i].NameLength = NameLength;
            _messages[i].ControlLength = LinuxSocket.ControlLength;
        }
        int count;
        try
        {
            count = LinuxSocket.Receive(_socket.Handle, _messages, Slots, LinuxSocket.WaitForOne, 0);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        // A socket that was shut down yields empty datagrams without end.
        if (_socket.IsClosed) return false;
        // Besides "nothing yet", errors here are those of earlier replies (ICMP unreachable): the next call goes on.
        if (count < 0) return true;
        for (var i = 0; i < count; i++) received.Add(Copy(_messages + i));
        return true;
    }

    public void Dispose() => NativeMemory.Free(_memory);

    private Datagram Copy(LinuxSocket.Message* message)
    {
        var length = (int)message->Received;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        new ReadOnlySpan<byte>(message->Vectors->Base, length).CopyTo(buffer);
        var (source, port) = LinuxSocket.ReadName(message->Name);
        var (index, local) = LinuxSocket.ReadControl(message->Control, message->ControlLength);
        return new Datagram(_socket, buffer, length, new Arrival(index, local, source, port, _socket.IsBootServer));
    }
}
