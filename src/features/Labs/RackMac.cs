using System.Buffers.Binary;
using System.Text;

namespace Racklight.Labs;

/// <summary>Addresses for cards that nobody gave one: below 52:54:00, two octets from the rack's name, one from the machine's place.</summary>
internal static class RackMac
{
    private const ulong Prefix = 0x5254_0000_0000;

    public static MacAddress For(string rack, int index)
    {
        var hash = BinaryPrimitives.ReadUInt16BigEndian(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(rack)));
        return new MacAddress(Prefix | (ulong)hash << 8 | (uint)(index + 1));
    }
}
