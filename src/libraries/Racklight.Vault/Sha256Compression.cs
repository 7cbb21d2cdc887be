using System.Runtime.InteropServices;

namespace Racklight.Vault;

/// <summary>
/// SHA-256's compression function (FIPS 180-4 §6.2.2) as OpenSSL has it for this processor (<c>SHA256_Transform</c>: SHA_transform(3), deprecated since 3.0
/// in favour of calls that cost several times as much for one block, and there in every 3.x).
/// </summary>
internal static unsafe class Sha256Compression
{
    /// <summary>Words of a state.</summary>
    public const int Words = 8;

    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = 64;

    /// <summary>SHA256_CTX in words of 32 bits: the state is its first eight, and all that the function reads and writes.</summary>
    public const int ContextWords = 28;

    private static readonly delegate* unmanaged[SuppressGCTransition]<uint*, byte*, void> Transform = Find();

    /// <summary>FIPS 180-4 §5.3.3.</summary>
    public static ReadOnlySpan<uint> InitialState => [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

    // The hash of an empty message: what does not give it is another function than the one meant, or wants another context.
    private static ReadOnlySpan<uint> HashOfNothing => [0xe3b0c442, 0x98fc1c14, 0x9afbf4c8, 0x996fb924, 0x27ae41e4, 0x649b934c, 0xa495991b, 0x7852b855];

    /// <summary>Whether there is one.</summary>
    public static bool IsThere => Transform != null;

    /// <summary>Takes one block into a state. Only where there is one.</summary>
    /// <param name="context">The state, in memory of <see cref="ContextWords"/>.</param>
    /// <param name="block"><see cref="BlockBytes"/> bytes.</param>
    public static void Add(uint* context, byte* block) => Transform(context, block);

    private static delegate* unmanaged[SuppressGCTransition]<uint*, byte*, void> Find()
    {
        if (!NativeLibrary.TryLoad("libcrypto.so.3", out var library) || !NativeLibrary.TryGetExport(library, "SHA256_Transform", out var address)) return null;
        var transform = (delegate* unmanaged[SuppressGCTransition]<uint*, byte*, void>)address;
        var context = stackalloc uint[ContextWords];
        var block = stackalloc byte[BlockBytes];
        new Span<uint>(context, ContextWords).Clear();
        InitialState.CopyTo(new Span<uint>(context, Words));
        new Span<byte>(block, BlockBytes).Clear();
        block[0] = 0x80;
        transform(context, block);
        return new Span<uint>(context, Words).SequenceEqual(HashOfNothing) ? transform : null;
    }
}
