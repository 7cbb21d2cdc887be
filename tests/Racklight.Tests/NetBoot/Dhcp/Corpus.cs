using Racklight.NetBoot.Dhcp;

namespace Racklight.Tests.NetBoot.Dhcp;

/// <summary>Messages as real clients build them, quirks included: what the fuzzer starts from.</summary>
internal static class Corpus
{
    private static readonly byte[] Uuid = [0, 0x44, 0x45, 0x4c, 0x4c, 0x33, 0, 0x10, 0x44, 0x80, 0x57, 0xb6, 0xc0, 0x4f, 0x47, 0x31, 0x32];

    /// <summary>iPXE's option 175: priority, features, bus id (177), version 1.21.1 (235).</summary>
    private static readonly byte[] Ipxe = [177, 5, 1, 0x10, 0xec, 0x81, 0x39, 25, 1, 1, 33, 1, 1, 16, 1, 2, 19, 1, 1, 17, 1, 1, 235, 3, 1, 21, 1];

    public static IReadOnlyList<byte[]> Packets { get; } =
    [
        BiosRom().Build(),
        Uefi(7).Build(),
        Uefi(11).Build(),
        UefiHttp(0x10).Build(),
        IpxeRom().Build(),
        IpxeListed().Build(),
        RaspberryPi().Build(),
        new PacketBuilder(MessageType.Request).Requested("10.20.0.100").Server("10.20.0.1").Option(61, 1, 0x52, 0x54, 0, 0x20, 0, 2).Option(55, 1, 3, 6, 15).Build(),
        new PacketBuilder(MessageType.Request).Requested("10.20.0.100").Build(),
        new PacketBuilder(MessageType.Request).ClientAddress("10.20.0.100").Build(),
        new PacketBuilder(MessageType.Decline).Requested("10.20.0.100").Server("10.20.0.1").Build(),
        new PacketBuilder(MessageType.Release).ClientAddress("10.20.0.100").Server("10.20.0.1").Build(),
        new PacketBuilder(MessageType.Inform).ClientAddress("10.20.0.50").Build(),
        new PacketBuilder(MessageType.Discover).Relay("10.20.0.254").Option(82, 1, 4, 1, 2, 3, 4, 2, 6, 1, 2, 3, 4, 5, 6, 5, 4, 10, 20, 0, 0, 11, 4, 10, 20, 0, 254).Build(),
        new PacketBuilder(MessageType.Discover).Option(52, 3).Header(108, 12, 3, 97, 98, 99, 255).Header(44, [60, 9, .. "PXEClient"u8, 255]).Build(),
        new PacketBuilder(MessageType.Discover).Pxe().Option(43, 71, 4, 128, 0, 0, 0, 255).Build(),
        new PacketBuilder(MessageType.Discover).Option(77, new byte[255]).Option(77, new byte[40]).Build(),
    ];

    public static PacketBuilder BiosRom(MessageType type = MessageType.Discover)
        => new PacketBuilder(type).Header(10, 0x80).Option(57, 4, 0xec).Option(55, 1, 3, 6, 15, 43, 54, 60, 66, 67, 128, 129, 130).Option(97, Uuid).Pxe(0);

    public static PacketBuilder Uefi(ushort architecture, MessageType type = MessageType.Discover)
        => new PacketBuilder(type).Header(10, 0x80).Option(57, 5, 0xc0).Option(55, 1, 2, 3, 6, 43, 60, 66, 67, 97).Option(97, Uuid).Pxe(architecture);

    public static PacketBuilder UefiHttp(ushort architecture) => new PacketBuilder(MessageType.Discover).Header(10, 0x80).Option(57, 5, 0xc0).Option(97, Uuid).Pxe(architecture, "HTTPClient");

    public static PacketBuilder IpxeRom(MessageType type = MessageType.Discover)
        => new PacketBuilder(type).Option(57, 5, 0xc0).Pxe(0).Option(77, "iPXE").Option(175, Ipxe).Option(61, 1, 0x52, 0x54, 0, 0x20, 0, 2).Option(97, Uuid);

    public static PacketBuilder IpxeListed() => new PacketBuilder(MessageType.Discover).Pxe(7).Option(77, 4, (byte)'i', (byte)'P', (byte)'X', (byte)'E');

    public static PacketBuilder RaspberryPi() => new PacketBuilder(MessageType.Discover, "dc:a6:32:01:02:03").Raw(0, 0).Pxe(0).Option(97, Uuid);
}
