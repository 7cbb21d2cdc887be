using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A subnet such as 10.20.0.0/24.</summary>
public readonly record struct IPv4Subnet
{
    /// <summary>Makes the subnet that an address lies in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The prefix is not 1 to 32 bits long.</exception>
    public IPv4Subnet(IPv4 address, int prefixLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefixLength, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, 32);
        PrefixLength = prefixLength;
        Network = new IPv4(address.Bits & Mask.Bits);
    }

    /// <summary>The first address.</summary>
    public IPv4 Network { get; }

    /// <summary>1 to 32.</summary>
    public int PrefixLength { get; }

    /// <summary>The netmask.</summary>
    public IPv4 Mask => new(PrefixLength == 0 ? 0 : uint.MaxValue << (32 - PrefixLength));

    /// <summary>The last address.</summary>
    public IPv4 Broadcast => new(Network.Bits | ~Mask.Bits);

    /// <summary>True for an address of the subnet.</summary>
    public bool Contains(IPv4 address) => (address.Bits & Mask.Bits) == Network.Bits;

    /// <summary>True for an address that a machine may have: neither the network's own nor its broadcast address (RFC 3021 spares /31).</summary>
    public bool IsHost(IPv4 address) => Contains(address) && (PrefixLength >= 31 || (address != Network && address != Broadcast));

    /// <summary>Reads <c>10.20.0.0/24</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IPv4Subnet subnet)
    {
        subnet = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash < 0 || !IPv4.TryParse(text![..slash], out var address)) return false;
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length is < 1 or > 32) return false;
        subnet = new IPv4Subnet(address, length);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Network}/{PrefixLength}";
}
