using System.Security.Cryptography;

namespace Racklight.Vault;

/// <summary>
/// Bytes that must not outlive their use: pinned, so that the garbage collector leaves no copies behind, and zeroed when disposed.
/// What is turned into a string is out of its hands.
/// </summary>
public sealed class SecretBuffer : IDisposable
{
    private readonly byte[] _bytes;

    /// <summary>A buffer of zeroes.</summary>
    /// <param name="length">0 or more.</param>
    public SecretBuffer(int length)
    {
        _bytes = GC.AllocateArray<byte>(length, pinned: true);
        Length = length;
    }

    /// <summary>A copy of bytes that the caller clears.</summary>
    public static SecretBuffer Copy(ReadOnlySpan<byte> bytes)
    {
        var buffer = new SecretBuffer(bytes.Length);
        bytes.CopyTo(buffer._bytes);
        return buffer;
    }

    /// <summary>How many of the bytes count.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes; all zero once disposed.</summary>
    public Span<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>The same bytes, for what takes memory (a stream).</summary>
    public Memory<byte> Memory => _bytes.AsMemory(0, Length);

    /// <summary>Keeps the first bytes only; the rest is zeroed at once.</summary>
    public void Shorten(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)Length);
        CryptographicOperations.ZeroMemory(_bytes.AsSpan(length));
        Length = length;
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);
}
