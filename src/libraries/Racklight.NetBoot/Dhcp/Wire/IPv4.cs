using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Racklight.NetBoot.Dhcp;

/// <summary>An IPv4 address as a number: DHCP compares, counts and masks addresses for every packet, and <see cref="IPAddress"/> allocates.</summary>
/// <param name="Bits">The 32 bits, first octet highest.</param>
public readonly record struct IPv4(uint Bits) : IComparable<IPv4>
{
    /// <summary>0.0.0.0.</summary>
    public static readonly IPv4 Any;

    /// <summary>255.255.255.255.</summary>
    public static readonly IPv4 Broadcast = new(uint.MaxValue);

    /// <summary>True for 0.0.0.0.</summary>
    public bool IsAny => Bits == 0;

    /// <summary>True for 127.0.0.0/8.</summary>
    public bool IsLoopback => Bits >> 24 == 127;

    /// <summary>True when a machine may have it: not 0/8, not multicast, not reserved, not broadcast.</summary>
    public bool IsUnicast => Bits >> 24 is > 0 and < 224;

    /// <summary>Reads four octets.</summary>
    public static IPv4 Read(ReadOnlySpan<byte> octets) => new(BinaryPrimitives.ReadUInt32BigEndian(octets));

    /// <summary>Converts.</summary>
    /// <exception cref="ArgumentException">Not an IPv4 address.</exception>
    public static IPv4 From(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (!address.TryWriteBytes(octets, out var count) || count != 4) throw new ArgumentException($"{address} is not an IPv4 address.", nameof(address));
        return Read(octets);
    }

    /// <summary>Reads dotted decimal.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPv4 address)
    {
        address = default;
        // IPAddress takes "10" and "0x0a000001" too; people who write networks down mean four numbers.
        if (text is null || text.AsSpan().Count('.') != 3 || !IPAddress.TryParse(text, out var parsed)) return false;
        if (parsed.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork) return false;
        address = From(parsed);
        return true;
    }

    /// <summary>Writes four octets.</summary>
    public void CopyTo(Span<byte> destination) => BinaryPrimitives.WriteUInt32BigEndian(destination, Bits);

    /// <summary>Converts.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> octets = stackalloc byte[4];
        CopyTo(octets);
        return new IPAddress(octets);
    }

    /// <inheritdoc/>
    public int CompareTo(IPv4 other) => Bits.CompareTo(other.Bits);

    /// <inheritdoc/>
    public override string ToString() => $"{Bits >> 24}.{Bits >> 16 & 255}.{Bits >> 8 & 255}.{Bits & 255}";
}
