using System.Buffers.Binary;
using System.Text;

namespace Racklight.NetBoot.Dhcp;

/// <summary>Writes one DHCP message into a caller's buffer. An option that does not fit is left out whole; the message stays valid.</summary>
internal ref struct MessageWriter
{
    /// <summary>RFC 951 clients, and some relays, want at least the BOOTP length.</summary>
    private const int MinimumLength = 300;

    private readonly Span<byte> _buffer;
    private int _position;
    private int _limit;

    /// <param name="buffer">Where to.</param>
    /// <param name="limit">The longest message that the receiver takes, in octets.</param>
    public MessageWriter(Span<byte> buffer, int limit)
    {
        _buffer = buffer[..Math.Min(buffer.Length, Math.Max(limit, MinimumLength))];
        _buffer.Clear();
        _limit = _buffer.Length - 1;
        _position = DhcpMessage.HeaderLength;
        BinaryPrimitives.WriteUInt32BigEndian(_buffer[236..], DhcpMessage.Cookie);
    }

    public readonly Span<byte> Header => _buffer[..236];

    /// <summary>Keeps room for an option that is written last.</summary>
    public void Keep(int octets) => _limit -= octets;

    /// <summary>Gives the kept room back.</summary>
    public void Restore(int octets) => _limit += octets;

    /// <summary>The octets that a value takes, in pieces of at most 255 (RFC 3396).</summary>
    public static int SizeOf(int valueLength) => valueLength + 2 * Math.Max(1, (valueLength + 254) / 255);

    public bool TryOption(byte code, scoped ReadOnlySpan<byte> value)
    {
        if (_position + SizeOf(value.Length) > _limit) return false;
        do
        {
            var piece = value[..Math.Min(value.Length, 255)];
            _buffer[_position++] = code;
            _buffer[_position++] = (byte)piece.Length;
            piece.CopyTo(_buffer[_position..]);
            _position += piece.Length;
            value = value[piece.Length..];
        }
        while (!value.IsEmpty);
        return true;
    }

    public bool TryOption(byte code, byte value) => TryOption(code, [value]);

    public bool TryOption(byte code, IPv4 value)
    {
        Span<byte> octets = stackalloc byte[4];
        value.CopyTo(octets);
        return TryOption(code, octets);
    }

    public bool TryOption(byte code, uint value) => TryOption(code, new IPv4(value));

    /// <summary>Writes a text; with a NUL behind it where old firmware writes one itself, over the octet that follows.</summary>
    public bool TryOption(byte code, string value, bool terminate = false)
    {
        Span<byte> octets = stackalloc byte[512];
        if (value.Length > 511) return false;
        var length = Encoding.ASCII.GetBytes(value, octets);
        if (terminate) octets[length++] = 0;
        return TryOption(code, octets[..length]);
    }

    /// <summary>Ends the message.</summary>
    /// <returns>Its length.</returns>
    public int Finish()
    {
        _buffer[_position++] = OptionCode.End;
        return Math.Max(_position, MinimumLength);
    }
}
