using System.Buffers.Binary;

namespace Racklight.NetBoot.Dhcp;

/// <summary>How a client wants its boot file.</summary>
public enum BootProtocol
{
    /// <summary>PXE firmware: by TFTP.</summary>
    Pxe,

    /// <summary>UEFI HTTP boot: an URL.</summary>
    Http,

    /// <summary>iPXE (or gPXE): the URL of a script.</summary>
    Ipxe,

    /// <summary>Raspberry Pi: files by TFTP, with names of its own.</summary>
    RaspberryPi,
}

/// <summary>A DHCP client that wants to boot, as far as its packet tells.</summary>
/// <param name="Protocol">How it wants its boot file.</param>
/// <param name="Architecture">Of what; never a guess from the vendor class.</param>
public sealed record BootClient(BootProtocol Protocol, ClientArchitecture Architecture)
{
    /// <summary>The machine's UUID (option 97), lower case with hyphens; null when it is missing, or has another length or type.</summary>
    public string? Uuid { get; init; }

    /// <summary>The UUID with its first three fields in the other byte order: firmware and iPXE do not agree on it.</summary>
    public string? OtherUuid { get; init; }

    /// <summary>Option 60, printable.</summary>
    public string VendorClass { get; init; } = "";

    /// <summary>iPXE's version, when it tells one.</summary>
    public string? IpxeVersion { get; init; }

    /// <summary><c>bios</c>, <c>uefi x64</c>, <c>uefi-http arm64</c>.</summary>
    public string Firmware => Architecture.Describe();

    /// <summary>The client of a message, or null when it does not ask to boot.</summary>
    public static BootClient? From(DhcpMessage message)
    {
        var vendorClass = message.Option(OptionCode.VendorClass);
        var http = vendorClass.StartsWith("HTTPClient"u8);
        var pxe = vendorClass.StartsWith("PXEClient"u8);
        var ipxe = message.HasOption(OptionCode.Ipxe) || UserClass.Names(message.Option(OptionCode.UserClass), "iPXE"u8)
            || UserClass.Names(message.Option(OptionCode.UserClass), "gPXE"u8);
        var architecture = ArchitectureOf(message.Option(OptionCode.ClientArchitecture));
        // Option 93 or the class will do: each is missing from some firmware.
        var raspberryPi = !ipxe && !http && RaspberryPi.Made(message.Client)
            && architecture is ClientArchitecture.X86Bios or ClientArchitecture.RaspberryPi;
        if (!http && !pxe && !ipxe && !raspberryPi && architecture == ClientArchitecture.Unknown && !message.HasOption(OptionCode.ClientArchitecture)) return null;
        var protocol = ipxe ? BootProtocol.Ipxe
            : http || architecture.IsHttp() ? BootProtocol.Http
            : raspberryPi || architecture == ClientArchitecture.RaspberryPi ? BootProtocol.RaspberryPi
            : BootProtocol.Pxe;
        if (protocol == BootProtocol.RaspberryPi) architecture = ClientArchitecture.RaspberryPi;
        var (uuid, other) = UuidOf(message.Option(OptionCode.MachineIdentifier), bigEndian: ipxe);
        return new BootClient(protocol, architecture)
        {
            Uuid = uuid,
            OtherUuid = other,
            VendorClass = message.VendorClass,
            IpxeVersion = ipxe ? IpxeFeatures.VersionOf(message.Option(OptionCode.Ipxe)) : null,
        };
    }

    private static ClientArchitecture ArchitectureOf(ReadOnlySpan<byte> option)
    {
        // A list (RFC 5970 §3.3): the first one that we know.
        for (; option.Length >= 2; option = option[2..])
        {
            var code = (ClientArchitecture)BinaryPrimitives.ReadUInt16BigEndian(option);
            if (code != ClientArchitecture.Unknown && Enum.IsDefined(code)) return code;
        }
        return ClientArchitecture.Unknown;
    }

    private static (string? Uuid, string? Other) UuidOf(ReadOnlySpan<byte> option, bool bigEndian)
    {
        if (option.Length != 17 || option[0] != 0) return default;
        // SMBIOS (§7.2.1) keeps the first three fields little-endian, and PXE firmware sends them so; iPXE turns them round first.
        return (new Guid(option[1..], bigEndian).ToString(), new Guid(option[1..], !bigEndian).ToString());
    }
}
