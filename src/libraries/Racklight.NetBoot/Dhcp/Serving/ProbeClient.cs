using System.Buffers.Binary;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A kind of client to ask as.</summary>
/// <param name="Architecture">Ask as firmware of that architecture; null: as an ordinary client, which boots nothing.</param>
/// <param name="IsIpxe">Ask as iPXE that this firmware started.</param>
public sealed record ProbeClient(ClientArchitecture? Architecture, bool IsIpxe = false)
{
    /// <summary>What iPXE 1.21.1 says of itself in option 175: the bus id of its card (177), HTTP (19), its version (235).</summary>
    private static readonly byte[] IpxeOptions = [177, 5, 1, 0x1a, 0xf4, 0x10, 0, 19, 1, 1, 235, 3, 1, 21, 1];

    /// <summary>One phrase for people: <c>uefi x64</c>, <c>iPXE (uefi x64)</c>, <c>ordinary client</c>.</summary>
    public string Describe() => Architecture is not { } architecture ? "ordinary client" : IsIpxe ? $"iPXE ({architecture.Describe()})" : architecture.Describe();

    /// <summary>Writes its message.</summary>
    /// <returns>The length.</returns>
    internal int Write(Span<byte> packet, MessageType type, uint transaction, HardwareAddress client, IPv4 own)
    {
        var writer = new MessageWriter(packet, packet.Length);
        var header = writer.Header;
        (header[0], header[1], header[2]) = (1, 1, 6);
        BinaryPrimitives.WriteUInt32BigEndian(header[4..], transaction);
        if (own.IsAny) header[10] = 0x80;
        own.CopyTo(header[12..]);
        client.CopyTo(header[28..]);
        writer.TryOption(OptionCode.MessageType, (byte)type);
        writer.TryOption(OptionCode.ParameterRequestList, [OptionCode.SubnetMask, OptionCode.Router, OptionCode.DomainServer, OptionCode.VendorSpecific, OptionCode.VendorClass,
            OptionCode.ServerName, OptionCode.BootFile, OptionCode.MachineIdentifier, .. IsIpxe ? (ReadOnlySpan<byte>)[OptionCode.Ipxe] : []]);
        writer.TryOption(OptionCode.MaximumMessageSize, [0x05, 0xc0]);
        if (Architecture is not { } architecture) return writer.Finish();
        Span<byte> code = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(code, (ushort)architecture);
        writer.TryOption(OptionCode.VendorClass, $"{(architecture.IsHttp() ? "HTTPClient" : "PXEClient")}:Arch:{(ushort)architecture:d5}:UNDI:003016");
        writer.TryOption(OptionCode.ClientArchitecture, code);
        writer.TryOption(OptionCode.NetworkInterface, [1, 3, 16]);
        // A UUID that is plainly made up: zeros with the probe's address at the end.
        Span<byte> machine = stackalloc byte[17];
        machine.Clear();
        client.CopyTo(machine[11..]);
        writer.TryOption(OptionCode.MachineIdentifier, machine);
        if (IsIpxe)
        {
            writer.TryOption(OptionCode.UserClass, "iPXE");
            writer.TryOption(OptionCode.Ipxe, IpxeOptions);
        }
        return writer.Finish();
    }
}
