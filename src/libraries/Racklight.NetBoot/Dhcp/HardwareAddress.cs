namespace Racklight.NetBoot.Dhcp;

/// <summary>A client's hardware address as DHCP carries it: a type (RFC 1700; 1 = Ethernet) and 1 to 16 octets.</summary>
public readonly struct HardwareAddress : IEquatable<HardwareAddress>
{
    private readonly UInt128 _octets;

    /// <summary>Makes an address.</summary>
    /// <exception cref="ArgumentException">More than 16 octets.</exception>
    public HardwareAddress(byte type, ReadOnlySpan<byte> octets)
    {
        if (octets.Length > 16) throw new ArgumentException("A DHCP hardware address has at most 16 octets.", nameof(octets));
        Type = type;
        Length = (byte)octets.Length;
        foreach (var octet in octets) _octets = (_octets << 8) | octet;
    }

    /// <summary>The hardware type (<c>htype</c>).</summary>
    public byte Type { get; }

    /// <summary>The number of octets (<c>hlen</c>).</summary>
    public byte Length { get; }

    /// <summary>Writes the octets, first one first.</summary>
    public void CopyTo(Span<byte> destination)
    {
        for (var i = 0; i < Length; i++) destination[i] = (byte)(_octets >> (8 * (Length - 1 - i)));
    }

    /// <inheritdoc/>
    public bool Equals(HardwareAddress other) => Type == other.Type && Length == other.Length && _octets == other._octets;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HardwareAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Length, _octets);

    /// <summary>Equality of type and octets.</summary>
    public static bool operator ==(HardwareAddress left, HardwareAddress right) => left.Equals(right);

    /// <summary>Inequality of type or octets.</summary>
    public static bool operator !=(HardwareAddress left, HardwareAddress right) => !left.Equals(right);

    /// <summary><c>52:54:00:20:00:02</c>.</summary>
    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[16];
        CopyTo(octets);
        return string.Join(':', Convert.ToHexStringLower(octets[..Length]).Chunk(2).Select(pair => new string(pair)));
    }
}
