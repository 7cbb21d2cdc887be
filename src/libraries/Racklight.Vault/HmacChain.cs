using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Racklight.Vault;

/// <summary>
/// HMAC-SHA256 of its own result again and again, by one key: the first block of either hash depends on the key alone and is hashed once (RFC 2104 §4).
/// Keys and hashes stay in pinned memory that is zeroed when this is disposed. Only where <see cref="Sha256Compression"/> is.
/// </summary>
internal sealed unsafe class HmacChain : IDisposable
{
    private const int HashBytes = Sha256Compression.Words * sizeof(uint);

    private readonly SecretBuffer _memory = new(sizeof(Work));

    /// <param name="key">Of any length.</param>
    public HmacChain(ReadOnlySpan<byte> key)
    {
        using var padded = new SecretBuffer(Sha256Compression.BlockBytes);
        if (key.Length > padded.Length) SHA256.HashData(key, padded.Span);
        else key.CopyTo(padded.Span);
        fixed (byte* block = padded.Span)
        {
            var work = At();
            foreach (ref var one in padded.Span) one ^= 0x36;
            Start(work->Inner, block);
            foreach (ref var one in padded.Span) one ^= 0x36 ^ 0x5c;
            Start(work->Outer, block);
            // After the 32 bytes that are hashed: a one bit, zeroes, and the length in bits, the key's block counted (FIPS 180-4 §5.1.1).
            var message = new Span<byte>(work->Message, Sha256Compression.BlockBytes);
            message[HashBytes] = 0x80;
            BinaryPrimitives.WriteInt32BigEndian(message[^sizeof(int)..], (Sha256Compression.BlockBytes + HashBytes) * 8);
        }
    }

    /// <summary>The exclusive or of a hash and all that follow from it.</summary>
    /// <param name="hash">The first, 32 bytes; their sum when it returns.</param>
    /// <param name="count">How many, the first counted; 1 or more.</param>
    public void Sum(Span<byte> hash, int count)
    {
        var work = At();
        var sum = MemoryMarshal.Cast<byte, uint>(hash);
        sum.CopyTo(new Span<uint>(work->Message, Sha256Compression.Words));
        for (var i = 1; i < count; i++)
        {
            Hash(work->Inner, work);
            Hash(work->Outer, work);
            for (var word = 0; word < sum.Length; word++) sum[word] ^= work->Message[word];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private static void Start(uint* state, byte* block)
    {
        Sha256Compression.InitialState.CopyTo(new Span<uint>(state, Sha256Compression.Words));
        Sha256Compression.Add(state, block);
    }

    /// <summary>Puts the message's hash, from a state on, in the message's place.</summary>
    private static void Hash(uint* from, Work* work)
    {
        for (var word = 0; word < Sha256Compression.Words; word++) work->State[word] = from[word];
        Sha256Compression.Add(work->State, (byte*)work->Message);
        for (var word = 0; word < Sha256Compression.Words; word++) work->Message[word] = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(work->State[word]) : work->State[word];
    }

    // Pinned from the start, so the address holds.
    private Work* At() => (Work*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_memory.Span));

    private struct Work
    {
        public fixed uint Inner[Sha256Compression.ContextWords];
        public fixed uint Outer[Sha256Compression.ContextWords];
        public fixed uint State[Sha256Compression.ContextWords];
        public fixed uint Message[Sha256Compression.BlockBytes / sizeof(uint)];
    }
}
