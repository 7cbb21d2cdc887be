using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Dhcp;

/// <summary>Collects replies and sends them in one system call. Belongs to one thread.</summary>
internal sealed unsafe class DatagramSender : IDisposable
{
    private const int Slots = 64;
    private const int NameLength = 16;
    private readonly DhcpSocket _socket;
    private readonly DhcpCounters _counters;
    private readonly byte* _memory;
    private readonly LinuxSocket.Message* _messages;
    private int _count;

    public DatagramSender(DhcpSocket socket, DhcpCounters counters)
    {
        _socket = socket;
        _counters = counters;
        var perSlot = sizeof(LinuxSocket.Message) + sizeof(LinuxSocket.Vector) + NameLength + LinuxSocket.ControlLength + DhcpReply.BufferLength;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(perSlot * Slots));
        _messages = (LinuxSocket.Message*)_memory;
        var vectors = (LinuxSocket.Vector*)(_messages + Slots);
        var controls = (byte*)(vectors + Slots);
        var names = controls + Slots * LinuxSocket.ControlLength;
        var data = names + Slots * NameLength;
        for (var i = 0; i < Slots; i++)
        {
            vectors[i] = new LinuxSocket.Vector { Base = data + i * DhcpReply.BufferLength };
            _messages[i] = new LinuxSocket.Message
            {
                Name = names + i * NameLength,
                NameLength = NameLength,
                Vectors = vectors + i,
                VectorCount = 1,
                Control = controls + i * LinuxSocket.ControlLength,
                ControlLength = LinuxSocket.ControlLength,
            };
        }
    }

    /// <summary>Where the next reply is written.</summary>
    public Span<byte> Buffer => new(_messages[_count].Vectors->Base, DhcpReply.BufferLength);

    /// <summary>Takes what was written to <see cref="Buffer"/>.</summary>
    public void Add(int length, ReplyRoute route, Arrival arrival)
    {
        var message = _messages + _count;
        message->Vectors->Length = (nuint)length;
        LinuxSocket.WriteName(message->Name, route.Address, route.Port);
        // A broadcast leaves by the interface that the request came in by; unicast goes where the routes say, from the address that was asked.
        LinuxSocket.WriteControl(message->Control, route.Address == IPv4.Broadcast ? arrival.Interface : 0, arrival.Local);
        if (++_count == Slots) Flush();
    }

    /// <summary>Sends what was added.</summary>
    public void Flush()
    {
        var at = 0;
        while (at < _count)
        {
            int sent;
            try
            {
                sent = LinuxSocket.Send(_socket.Handle, _messages + at, (uint)(_count - at), 0);
            }
            catch (ObjectDisposedException)
            {
                break;
            }
            if (sent > 0)
            {
                at += sent;
                _counters.CountSent(sent);
            }
            else if (Marshal.GetLastPInvokeError() != LinuxSocket.Interrupted)
            {
                // The first one cannot be sent (no route, the interface is gone): it is lost, the others are not.
                at++;
                _counters.CountUnsent(1);
            }
        }
        _count = 0;
    }

    public void Dispose() => NativeMemory.Free(_memory);
}
