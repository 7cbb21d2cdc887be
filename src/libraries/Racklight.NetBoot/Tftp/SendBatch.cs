using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>
/// Collects what leaves by a shared socket and sends it with one call: each datagram with the local address that it is to come from, and
/// runs of equal datagrams as one buffer that the kernel cuts up (UDP_SEGMENT).
/// </summary>
internal sealed unsafe class SendBatch : IDisposable
{
    private const int Most = 64;
    private const int ControlRoom = 64;
    private const int ArenaRoom = 1 << 20;
    private const int SegmentControl = 24;

    private readonly byte* _arena = (byte*)NativeMemory.AlignedAlloc(ArenaRoom, 64);
    private readonly Libc.MultiHeader* _headers = (Libc.MultiHeader*)NativeMemory.AllocZeroed((nuint)(Most * sizeof(Libc.MultiHeader)));
    private readonly Libc.IoVector* _vectors = (Libc.IoVector*)NativeMemory.AllocZeroed((nuint)(Most * sizeof(Libc.IoVector)));
    private readonly RawAddress* _peers = (RawAddress*)NativeMemory.AllocZeroed(Most * 28);
    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(Most * ControlRoom);
    private readonly int[] _segments = new int[Most];
    private int _used;
    private int _count;

    /// <summary>Adds datagrams to one client.</summary>
    /// <param name="descriptor">The socket; a batch holds datagrams of one socket, so it is flushed by the caller before it changes.</param>
    /// <param name="peer">Where to.</param>
    /// <param name="local">Which local address it comes from; its port is not used.</param>
    /// <param name="data">One datagram, or several of <paramref name="segment"/> bytes (the last may be shorter).</param>
    /// <param name="segment">0 for one datagram.</param>
    public void Add(int descriptor, in RawAddress peer, in RawAddress local, ReadOnlySpan<byte> data, int segment)
    {
        if (_count == Most || _used + data.Length > ArenaRoom) Flush(descriptor);
        data.CopyTo(new Span<byte>(_arena + _used, data.Length));
        _peers[_count] = peer;
        _vectors[_count] = new() { Base = _arena + _used, Length = data.Length };
        _segments[_count] = segment;
        var control = _controls + _count * ControlRoom;
        var length = WriteControl(new Span<byte>(control, ControlRoom), local, segment);
        _headers[_count].Header = new() { Name = _peers + _count, NameLength = peer.Size, Vectors = _vectors + _count, VectorCount = 1, Control = control, ControlLength = length };
        _used += data.Length;
        _count++;
    }

    /// <summary>Sends all. What a full socket buffer or a dead route refuses is lost, as any datagram may be; the timers repair it.</summary>
    public void Flush(int descriptor)
    {
        var at = 0;
        while (at < _count)
        {
            var sent = Libc.SendMany(descriptor, _headers + at, _count - at, out var error);
            if (sent > 0)
            {
                at += sent;
                continue;
            }
            if (error == Libc.EINTR) continue;
            if (_segments[at] > 0 && error != Libc.EAGAIN) SendApart(descriptor, at);
            at++;
        }
        _count = 0;
        _used = 0;
    }

    // A device without checksum offload, or a path whose MTU has shrunk, refuses segmented sends.
    private void SendApart(int descriptor, int index)
    {
        var data = new ReadOnlySpan<byte>(_vectors[index].Base, (int)_vectors[index].Length);
        var segment = _segments[index];
        ref var header = ref _headers[index].Header;
        header.ControlLength -= SegmentControl;
        for (var at = 0; at < data.Length; at += segment)
        {
            _vectors[index] = new() { Base = (byte*)_vectors[index].Base + (at == 0 ? 0 : segment), Length = Math.Min(segment, data.Length - at) };
            _ = Libc.SendMany(descriptor, _headers + index, 1, out _);
        }
    }

    private static int WriteControl(Span<byte> control, in RawAddress local, int segment)
    {
        control.Clear();
        int length;
        if (local.IsV6)
        {
            WriteHeader(control, 36, Libc.SOL_IPV6, Libc.IPV6_PKTINFO);
            local.CopyOctets(control[16..]);
            MemoryMarshal.Write(control[32..], local.Scope);
            length = 40;
        }
        else
        {
            WriteHeader(control, 28, Libc.SOL_IP, Libc.IP_PKTINFO);
            local.CopyOctets(control[20..]);
            length = 32;
        }
        if (segment == 0) return length;
        WriteHeader(control[length..], 18, Libc.SOL_UDP, Libc.UDP_SEGMENT);
        MemoryMarshal.Write(control[(length + 16)..], (ushort)segment);
        return length + SegmentControl;
    }

    private static void WriteHeader(Span<byte> control, long length, int level, int type)
    {
        MemoryMarshal.Write(control, length);
        MemoryMarshal.Write(control[8..], level);
        MemoryMarshal.Write(control[12..], type);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_arena);
        NativeMemory.Free(_headers);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_peers);
        NativeMemory.Free(_controls);
    }
}
