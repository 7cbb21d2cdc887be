namespace Racklight.NetBoot.Dhcp;

/// <summary>
/// Where the options of one message lie. An option may come in several pieces, over the options field and, when option 52
/// says so, over <c>file</c> and <c>sname</c>, in that order: their values are joined (RFC 3396 §7).
/// </summary>
internal sealed class OptionSegments(byte[] packet)
{
    private const int FileOffset = 108;
    private const int FileLength = 128;
    private const int NameOffset = 44;
    private const int NameLength = 64;
    private readonly List<(byte Code, ushort Offset, byte Length)> _segments = new(24);

    /// <summary>Which of <c>file</c> (1) and <c>sname</c> (2) hold options.</summary>
    public int Overload { get; private set; }

    public bool TryRead(int start)
    {
        if (!TryReadField(start, packet.Length)) return false;
        var overload = Find(OptionCode.Overload);
        Overload = overload.Length == 1 && overload[0] <= 3 ? overload[0] : 0;
        return ((Overload & 1) == 0 || TryReadField(FileOffset, FileOffset + FileLength))
            && ((Overload & 2) == 0 || TryReadField(NameOffset, NameOffset + NameLength));
    }

    /// <summary>An option's whole value; empty when it is missing (or empty).</summary>
    public ReadOnlySpan<byte> Find(byte code)
    {
        var first = -1;
        var length = 0;
        var pieces = 0;
        for (var i = 0; i < _segments.Count; i++)
        {
            if (_segments[i].Code != code) continue;
            if (first < 0) first = i;
            length += _segments[i].Length;
            pieces++;
        }
        if (pieces == 0) return default;
        if (pieces == 1) return packet.AsSpan(_segments[first].Offset, length);
        var joined = new byte[length];
        var at = 0;
        for (var i = first; i < _segments.Count; i++)
        {
            if (_segments[i].Code != code) continue;
            packet.AsSpan(_segments[i].Offset, _segments[i].Length).CopyTo(joined.AsSpan(at));
            at += _segments[i].Length;
        }
        return joined;
    }

    public bool Contains(byte code)
    {
        foreach (var segment in _segments)
        {
            if (segment.Code == code) return true;
        }
        return false;
    }

    /// <summary>The codes in the order of their first piece.</summary>
    public IEnumerable<byte> Codes => _segments.Select(segment => segment.Code).Distinct();

    private bool TryReadField(int position, int end)
    {
        while (position < end)
        {
            var code = packet[position++];
            if (code == OptionCode.Pad) continue;
            if (code == OptionCode.End) return true;
            if (position == end || position + 1 + packet[position] > end) return false;
            var length = packet[position++];
            _segments.Add((code, (ushort)position, length));
            position += length;
        }
        // A missing end option is common in embedded clients, and harmless.
        return true;
    }
}
