namespace Racklight.Vault;

/// <summary>The lines of a text, ended by LF, CRLF or CR (as Python's bytes.splitlines does), without a copy.</summary>
internal ref struct VaultLines(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The next line without its end; false after the last.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        if (_rest.IsEmpty)
        {
            line = default;
            return false;
        }
        var end = _rest.IndexOfAny((byte)'\n', (byte)'\r');
        line = end < 0 ? _rest : _rest[..end];
        var next = end < 0 ? _rest.Length : end + 1;
        if (end >= 0 && _rest[end] == '\r' && next < _rest.Length && _rest[next] == '\n') next++;
        _rest = _rest[next..];
        return true;
    }
}
