using System.Net;

namespace Racklight.NetBoot.Ndp;

/// <summary>The two messages of IPv6 router discovery (RFC 4861 §4.1, §4.2), as far as a boot server needs them.</summary>
public static class RouterMessages
{
    /// <summary>ICMPv6 type of a Router Solicitation.</summary>
    public const byte SolicitationType = 133;

    private const byte AdvertisementType = 134;
    private const int SolicitationLength = 8;
    private const int AdvertisementLength = 16;

    /// <summary>True for a well-formed Router Solicitation, given the ICMPv6 message from its type on.</summary>
    public static bool IsSolicitation(ReadOnlySpan<byte> message)
    {
        if (message.Length < SolicitationLength || message[0] != SolicitationType || message[1] != 0) return false;
        // RFC 4861 §6.1.1: every option has a length that is greater than zero.
        for (var rest = message[SolicitationLength..]; rest.Length > 0; rest = rest[(rest[1] * 8)..])
        {
            if (rest.Length < 2 || rest[1] == 0 || rest[1] * 8 > rest.Length) return false;
        }
        return true;
    }

    /// <summary>
    /// "There is no router here": an advertisement with lifetime 0, which "MUST NOT" make its sender a default router (RFC 4861 §4.2),
    /// without prefix, and with neither the managed nor the other flag. The checksum is left to the kernel.
    /// </summary>
    public static byte[] NoRouter()
    {
        var message = new byte[AdvertisementLength];
        message[0] = AdvertisementType;
        return message;
    }

    /// <summary>The Ethernet address that a link-local address was made from (RFC 4291 appendix A); false when it was made otherwise.</summary>
    public static bool TryGetHardwareAddress(IPAddress address, Span<byte> octets)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.IsIPv6LinkLocal || !address.TryWriteBytes(bytes, out _) || bytes[11] != 0xFF || bytes[12] != 0xFE) return false;
        bytes[8..11].CopyTo(octets);
        bytes[13..16].CopyTo(octets[3..]);
        octets[0] ^= 2;
        return true;
    }
}
