using System.Buffers.Binary;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Racklight.NetBoot.Tftp;

/// <summary>A <c>sockaddr_in</c> or <c>sockaddr_in6</c> as the kernel has it, and a key to look clients up by.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = 28)]
internal record struct RawAddress
{
    private ulong _head;
    private ulong _middle;
    private ulong _tail;
    private uint _scope;

    public RawAddress(IPAddress address, int port)
    {
        var bytes = Bytes(ref this);
        var v6 = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
        MemoryMarshal.Write(bytes, (ushort)(v6 ? Libc.AF_INET6 : Libc.AF_INET));
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)port);
        address.TryWriteBytes(bytes[(v6 ? 8 : 4)..], out _);
        if (v6) _scope = (uint)address.ScopeId;
    }

    public readonly int Family => (ushort)_head;

    public readonly bool IsV6 => Family == Libc.AF_INET6;

    public readonly uint Size => IsV6 ? 28u : 16u;

    /// <summary>The port, in host order.</summary>
    public readonly int Port => BinaryPrimitives.ReverseEndianness((ushort)(_head >> 16));

    public readonly IPAddress Address
    {
        get
        {
            var copy = this;
            var bytes = Bytes(ref copy);
            return IsV6 ? new IPAddress(bytes.Slice(8, 16), _scope) : new IPAddress(bytes.Slice(4, 4));
        }
    }

    public readonly IPEndPoint EndPoint => new(Address, Port);

    /// <summary>The same address with another port.</summary>
    public readonly RawAddress WithPort(int port)
    {
        var copy = this;
        BinaryPrimitives.WriteUInt16BigEndian(Bytes(ref copy)[2..], (ushort)port);
        return copy;
    }

    /// <summary>
    /// The same address, fit to be compared: without the IPv6 flow label, which may differ from packet to packet of one client, and without
    /// what lies behind a shorter IPv4 address.
    /// </summary>
    public readonly RawAddress Canonical()
        => IsV6 ? this with { _head = _head & 0xFFFF_FFFF } : new RawAddress { _head = _head };

    public static RawAddress FromV4(ReadOnlySpan<byte> octets) => new() { _head = Libc.AF_INET | ((ulong)MemoryMarshal.Read<uint>(octets) << 32) };

    public static RawAddress FromV6(ReadOnlySpan<byte> octets, uint scope)
    {
        var address = new IPAddress(octets);
        // Only a link-local address needs its link; bind(2) refuses one on others.
        return new RawAddress(address.IsIPv6LinkLocal ? new IPAddress(octets, scope) : address, 0);
    }

    /// <summary>Copies the 16 (IPv6) or 4 (IPv4) octets.</summary>
    public readonly void CopyOctets(Span<byte> destination)
    {
        var copy = this;
        Bytes(ref copy).Slice(IsV6 ? 8 : 4, IsV6 ? 16 : 4).CopyTo(destination);
    }

    public readonly uint Scope => _scope;

    private static Span<byte> Bytes(ref RawAddress address)
        => MemoryMarshal.CreateSpan(ref Unsafe.As<RawAddress, byte>(ref address), 28);
}
