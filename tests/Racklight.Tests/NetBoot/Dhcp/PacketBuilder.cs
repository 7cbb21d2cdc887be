using System.Buffers.Binary;
using System.Text;
using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>Writes client messages octet by octet, on its own, so that the codec under test does not check itself.</summary>
internal sealed class PacketBuilder
{
    private readonly byte[] _header = new byte[240];
    private readonly List<byte> _options = [];

    public PacketBuilder(MessageType type, string mac = "52:54:00:20:00:02", uint transaction = 0x12345678)
    {
        (_header[0], _header[1], _header[2]) = (1, 1, 6);
        BinaryPrimitives.WriteUInt32BigEndian(_header.AsSpan(4), transaction);
        MacAddress.Parse(mac).CopyTo(_header.AsSpan(28));
        BinaryPrimitives.WriteUInt32BigEndian(_header.AsSpan(236), 0x63825363);
        if (type != MessageType.None) Option(53, (byte)type);
    }

    public PacketBuilder Option(byte code, params byte[] value)
    {
        _options.AddRange([code, (byte)value.Length, .. value]);
        return this;
    }

    public PacketBuilder Option(byte code, string value) => Option(code, Encoding.ASCII.GetBytes(value));

    public PacketBuilder Raw(params byte[] octets)
    {
        _options.AddRange(octets);
        return this;
    }

    public PacketBuilder Header(int offset, params byte[] value)
    {
        value.CopyTo(_header, offset);
        return this;
    }

    public PacketBuilder ClientAddress(string address) => Header(12, Ip(address));

    public PacketBuilder Relay(string address) => Header(24, Ip(address));

    public PacketBuilder Requested(string address) => Option(50, Ip(address));

    public PacketBuilder Server(string address) => Option(54, Ip(address));

    public PacketBuilder Pxe(ushort architecture = 0, string vendorClass = "PXEClient")
        => Option(60, $"{vendorClass}:Arch:{architecture:d5}:UNDI:002001").Option(93, (byte)(architecture >> 8), (byte)architecture).Option(94, 1, 2, 1);

    public byte[] Build(bool end = true) => [.. _header, .. _options, .. end ? (byte[])[255] : []];

    public DhcpMessage Message()
    {
        DhcpMessage.TryParse(Build(), out var message, out var fault).ShouldBeTrue(fault.ToString());
        return message!;
    }

    public static byte[] Ip(string address) => System.Net.IPAddress.Parse(address).GetAddressBytes();

    public static IPv4 Address(string address) => IPv4.TryParse(address, out var parsed) ? parsed : throw new FormatException(address);

    public static IPv4Subnet Subnet(string text) => IPv4Subnet.TryParse(text, out var subnet) ? subnet : throw new FormatException(text);
}
