using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Racklight.Sites;

/// <summary>An IPv4 subnet, as <c>10.20.0.0/24</c>.</summary>
/// <param name="First">Its first address (the network's own), as a number.</param>
/// <param name="Prefix">The length of its prefix, 0 to 32.</param>
public readonly record struct Ipv4Network(uint First, int Prefix)
{
    /// <summary>Its last address (the broadcast address), as a number.</summary>
    public uint Last => First | ~MaskBits(Prefix);

    /// <summary>Its mask, as DHCP option 1 carries it.</summary>
    public IPAddress Mask => ToAddress(MaskBits(Prefix));

    /// <summary>True for an address inside.</summary>
    public bool Contains(uint address) => address >= First && address <= Last;

    /// <summary>True for an address that a machine can have: inside, and neither the network's own nor broadcast (RFC 3021: both are usable in a /31).</summary>
    public bool IsHost(uint address) => Contains(address) && (Prefix >= 31 || (address != First && address != Last));

    /// <summary><c>10.20.0.0/24</c>.</summary>
    public override string ToString() => $"{ToAddress(First)}/{Prefix}";

    /// <summary>Reads <c>10.20.0.17/24</c>; the bits of the host are given besides.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv4Network network, out uint address)
    {
        network = default;
        address = 0;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !TryAddress(text![..slash], out address)) return false;
        var digits = text.AsSpan(slash + 1);
        if (digits.Length is 0 or > 2 || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix) || prefix > 32) return false;
        network = new Ipv4Network(address & MaskBits(prefix), prefix);
        return true;
    }

    /// <summary>Reads four decimal numbers: no shorthand, no octal (as <c>010.1.1.1</c> is to some programs).</summary>
    public static bool TryAddress([NotNullWhen(true)] string? text, out uint address)
    {
        address = 0;
        var parts = text?.Split('.') ?? [];
        if (parts.Length != 4) return false;
        foreach (var part in parts)
        {
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || !uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var octet) || octet > 255) return false;
            address = (address << 8) | octet;
        }
        return true;
    }

    /// <summary>The address of a number.</summary>
    public static IPAddress ToAddress(uint number)
    {
        Span<byte> octets = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return new IPAddress(octets);
    }

    /// <summary>The number of an IPv4 address.</summary>
    /// <exception cref="ArgumentException">Not an IPv4 address.</exception>
    public static uint ToNumber(IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        if (address.AddressFamily != AddressFamily.InterNetwork || !address.TryWriteBytes(octets, out _)) throw new ArgumentException("not an IPv4 address", nameof(address));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(octets);
    }

    private static uint MaskBits(int prefix) => prefix == 0 ? 0 : uint.MaxValue << (32 - prefix);
}

/// <summary>A range of IPv4 addresses, both ends inside.</summary>
/// <param name="First">The first, as a number.</param>
/// <param name="Last">The last, as a number; not before the first.</param>
public readonly record struct Ipv4Range(uint First, uint Last)
{
    /// <summary>How many addresses it holds.</summary>
    public long Count => (long)Last - First + 1;

    /// <summary>True for an address inside.</summary>
    public bool Contains(uint address) => address >= First && address <= Last;

    /// <summary>Reads <c>10.20.0.100-10.20.0.199</c> (blanks around the hyphen are fine). The ends may be in the wrong order: look at them.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv4Range range)
    {
        range = default;
        var parts = text?.Split('-') ?? [];
        if (parts.Length != 2 || !Ipv4Network.TryAddress(parts[0].Trim(), out var first) || !Ipv4Network.TryAddress(parts[1].Trim(), out var last)) return false;
        range = new Ipv4Range(first, last);
        return true;
    }
}
