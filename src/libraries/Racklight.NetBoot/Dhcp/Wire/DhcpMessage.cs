using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Racklight.NetBoot.Dhcp;

/// <summary>A DHCP message as it came (RFC 2131 §2). Holds its own copy of the octets; hostile content never throws.</summary>
public sealed class DhcpMessage
{
    /// <summary>Longer datagrams are refused: firmware sends up to 1,472 octets, no client more than a jumbo-free frame.</summary>
    public const int MaximumLength = 2048;

    internal const int HeaderLength = 240;
    internal const uint Cookie = 0x63825363;
    private readonly byte[] _packet;
    private readonly OptionSegments _options;

    private DhcpMessage(byte[] packet)
    {
        _packet = packet;
        _options = new OptionSegments(packet);
    }

    /// <summary>True for a server's message (BOOTREPLY).</summary>
    public bool IsReply => _packet[0] == 2;

    /// <summary>The transaction id.</summary>
    public uint Transaction => BinaryPrimitives.ReadUInt32BigEndian(_packet.AsSpan(4));

    /// <summary>The flags; see <see cref="WantsBroadcast"/>.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(_packet.AsSpan(10));

    /// <summary>The client cannot receive unicast before it is configured (RFC 2131 §4.1).</summary>
    public bool WantsBroadcast => (Flags & 0x8000) != 0;

    /// <summary><c>ciaddr</c>: the address that the client has and can answer for.</summary>
    public IPv4 ClientAddress => IPv4.Read(_packet.AsSpan(12));

    /// <summary><c>yiaddr</c>.</summary>
    public IPv4 YourAddress => IPv4.Read(_packet.AsSpan(16));

    /// <summary><c>siaddr</c>: the boot server.</summary>
    public IPv4 NextServer => IPv4.Read(_packet.AsSpan(20));

    /// <summary><c>giaddr</c>: the relay that the message came by.</summary>
    public IPv4 Relay => IPv4.Read(_packet.AsSpan(24));

    /// <summary>Option 53.</summary>
    public MessageType Type { get; private set; }

    /// <summary>Who sent it: <c>chaddr</c>, or, where a link has none to tell (RFC 4390), the client identifier.</summary>
    public HardwareAddress Client { get; private set; }

    /// <summary>Option 50.</summary>
    public IPv4? RequestedAddress => Address(OptionCode.RequestedAddress);

    /// <summary>Option 54.</summary>
    public IPv4? ServerIdentifier => Address(OptionCode.ServerIdentifier);

    /// <summary>Option 60, printable characters only, at most 255.</summary>
    public string VendorClass => Text(OptionCode.VendorClass);

    /// <summary>Option 12, printable characters only, at most 255.</summary>
    public string HostName => Text(OptionCode.HostName);

    /// <summary>The boot file: option 67, else the header's field.</summary>
    public string BootFile
    {
        get
        {
            var option = Text(OptionCode.BootFile);
            return option.Length > 0 || (_options.Overload & 1) != 0 ? option : Printable(_packet.AsSpan(108, 128));
        }
    }

    internal ReadOnlySpan<byte> Packet => _packet;

    internal IEnumerable<byte> OptionCodes => _options.Codes;

    /// <summary>Reads a datagram.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out DhcpMessage? message, out PacketFault fault)
    {
        message = null;
        fault = Check(datagram);
        if (fault != PacketFault.None) return false;
        var candidate = new DhcpMessage(datagram.ToArray());
        fault = candidate.Read();
        if (fault != PacketFault.None) return false;
        message = candidate;
        return true;
    }

    /// <summary>An option's whole value, its pieces joined; empty when it is missing.</summary>
    public ReadOnlySpan<byte> Option(byte code) => _options.Find(code);

    /// <summary>True when an option is there, even an empty one.</summary>
    public bool HasOption(byte code) => _options.Contains(code);

    private static PacketFault Check(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < HeaderLength) return PacketFault.TooShort;
        if (datagram.Length > MaximumLength) return PacketFault.TooLong;
        if (datagram[0] is not (1 or 2)) return PacketFault.BadOperation;
        if (datagram[2] > 16) return PacketFault.BadHardwareLength;
        return BinaryPrimitives.ReadUInt32BigEndian(datagram[236..]) == Cookie ? PacketFault.None : PacketFault.NoCookie;
    }

    private PacketFault Read()
    {
        if (!_options.TryRead(HeaderLength)) return PacketFault.OptionOverrun;
        var type = Option(OptionCode.MessageType);
        if (type.Length != 1 || type[0] is < (byte)MessageType.Discover or > (byte)MessageType.Inform) return PacketFault.BadMessageType;
        Type = (MessageType)type[0];
        var length = _packet[2];
        if (length > 0)
        {
            Client = new HardwareAddress(_packet[1], _packet.AsSpan(28, length));
            return PacketFault.None;
        }
        var identifier = Option(OptionCode.ClientIdentifier);
        if (identifier.IsEmpty) return PacketFault.NoClient;
        // Longer identifiers than a key holds are hashed: equal ones stay equal, and different ones do not meet.
        Client = new HardwareAddress(0, identifier.Length <= 16 ? identifier : SHA256.HashData(identifier).AsSpan(0, 16));
        return PacketFault.None;
    }

    internal IPv4? Address(byte code)
    {
        var value = Option(code);
        return value.Length == 4 ? IPv4.Read(value) : null;
    }

    private string Text(byte code) => Printable(Option(code));

    private static string Printable(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        if (end >= 0) value = value[..end];
        if (value.Length > 255) value = value[..255];
        if (value.IsEmpty) return "";
        if (value.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7e) < 0) return Encoding.ASCII.GetString(value);
        var clean = new StringBuilder(value.Length);
        foreach (var octet in value) clean.Append(octet is >= 0x20 and <= 0x7e ? (char)octet : '?');
        return clean.ToString();
    }
}
