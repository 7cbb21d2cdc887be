using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>Takes up to 64 datagrams from a listening socket with one call, each with who sent it and which local address it was sent to.</summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    public const int Most = 64;

    // One byte more than the largest request: what fills it was cut, and is refused for its length.
    private const int Room = TftpRequest.LargestPacket + 64;
    private const int ControlRoom = 64;

    private readonly byte* _memory;
    private readonly Libc.MultiHeader* _headers;
    private readonly RawAddress* _peers;
    private readonly byte* _controls;
    private readonly byte* _packets;

    public ReceiveBatch()
    {
        var headers = Most * sizeof(Libc.MultiHeader);
        var vectors = Most * sizeof(Libc.IoVector);
        var peers = Most * 32;
        var size = (nuint)(headers + vectors + peers + Most * (ControlRoom + Room));
        _memory = (byte*)NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(_memory, size);
        _headers = (Libc.MultiHeader*)_memory;
        var vector = (Libc.IoVector*)(_memory + headers);
        _peers = (RawAddress*)(_memory + headers + vectors);
        _controls = _memory + headers + vectors + peers;
        _packets = _controls + Most * ControlRoom;
        for (var i = 0; i < Most; i++)
        {
            vector[i] = new() { Base = _packets + i * Room, Length = Room };
            _headers[i].Header = new() { Name = _peers + i, Vectors = vector + i, VectorCount = 1, Control = _controls + i * ControlRoom };
        }
    }

    /// <summary>Receives without waiting; returns how many datagrams came.</summary>
    public int Receive(int descriptor)
    {
        for (var i = 0; i < Most; i++)
        {
            _headers[i].Header.NameLength = 28;
            _headers[i].Header.ControlLength = ControlRoom;
        }
        return Math.Max(0, Libc.ReceiveMany(descriptor, _headers, Most));
    }

    public ReadOnlySpan<byte> Packet(int index) => new(_packets + index * Room, (int)_headers[index].Length);

    public RawAddress Peer(int index) => _peers[index].Canonical();

    /// <summary>The local address that a datagram was sent to; false when it was a broadcast, which nobody answers (RFC 1123 §4.2.3.5), or unknown.</summary>
    public bool TryGetLocal(int index, out RawAddress local)
    {
        local = default;
        var control = new ReadOnlySpan<byte>(_controls + index * ControlRoom, (int)Math.Min(_headers[index].Header.ControlLength, ControlRoom));
        // struct cmsghdr: length (8), level (4), type (4), then the data, padded to 8.
        while (control.Length >= 16)
        {
            var length = (int)MemoryMarshal.Read<long>(control);
            if (length < 16 || length > control.Length) return false;
            var level = MemoryMarshal.Read<int>(control[8..]);
            var type = MemoryMarshal.Read<int>(control[12..]);
            var data = control[16..length];
            if (level == Libc.SOL_IP && type == Libc.IP_PKTINFO && data.Length >= 12)
            {
                local = RawAddress.FromV4(data.Slice(4, 4));
                return data.Slice(4, 4).SequenceEqual(data.Slice(8, 4));
            }
            if (level == Libc.SOL_IPV6 && type == Libc.IPV6_PKTINFO && data.Length >= 20)
            {
                local = RawAddress.FromV6(data[..16], MemoryMarshal.Read<uint>(data[16..]));
                return data[0] != 0xFF;
            }
            control = control[Math.Min((length + 7) & ~7, control.Length)..];
        }
        return false;
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);
}
